"""What the words in a roster's cells mean: roles, standing, salutation, names, further jobs."""

from __future__ import annotations

import re

from domain.people import Role, Standing
from domain.roster_entry import DEFAULT_SALUTATION
from domain.vietnamese import fold, nfc

ROLE_WORDS = {
    Role.SPECIALIST: "chuyen vien phu trach|cv phu trach|cvpt|phu trach|specialist",
    Role.ADMIN: "quan tri|quan tri vien|quan tri he thong|admin|administrator",
    Role.SENDER: "duoc gui thong bao|gui thong bao|nguoi gui|nguoi gui thong bao|sender",
    Role.OFFICIAL: "can bo|cong chuc|vien chuc|nguoi lao dong|chuyen vien|nhan vien|cbcc|nld|"
    "official|khong|x",
}
_ROLES = {word: role for role, words in ROLE_WORDS.items() for word in words.split("|")}
STANDING_WORDS = {
    Standing.HEAD: "cap truong|truong|nguoi dung dau|thu truong|head",
    Standing.DEPUTY: "cap pho|pho|lanh dao cap pho|deputy",
    Standing.STAFF: "nhan vien|chuyen vien|cong chuc|can bo|vien chuc|nguoi lao dong|khong|staff",
}
_STANDINGS = {word: s for s, words in STANDING_WORDS.items() for word in words.split("|")}
_SALUTATIONS = {
    "anh": "anh",
    "chi": "chị",
    "ong": "ông",
    "ba": "bà",
    "dong chi": "đồng chí",
    "d c": "đồng chí",
    "dc": "đồng chí",
    "anh chi": DEFAULT_SALUTATION,
}
#: The parts of a position that make a head or a deputy of an office or body. Team leaders, and
#: offices held in a trade union, the youth or a party cell, make neither.
_HEAD = re.compile(
    r"(q |quyen )?(truong (phong|ban|don vi|tram|khoa|cong an|phan hieu)|thu truong( |$)|"
    r"chu tich(?! (cong doan|hoi|chi hoi))|(tong )?giam doc|chanh (van phong|thanh tra)|"
    r"hieu truong|vien truong|(chi )?cuc truong|bi thu (dang uy|phuong|xa|thanh uy)|tp$|ct$)"
)
_DEPUTY = re.compile(
    r"(p |pho )(truong|phong|ban|chu tich(?! (cong doan|hoi|chi hoi))|(tong )?giam doc|chanh|"
    r"hieu truong|vien truong|thu truong|(chi )?cuc truong|"
    r"bi thu (thuong truc )?(dang uy|phuong|xa|thanh uy))|ptp$|pct$|pgd$"
)
#: A title before a name. "Ông" is a family name too ("Ông Thị Phượng"), so there it must be plain.
_TITLE = re.compile(
    r"(bà|đồng chí|đ/c)[\s.:]+(?=\S+\s+\S)|(ông)([.:]\s*|\s+(?!văn |thị )(?=\S+\s+\S+\s+\S))",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][^\d_@#<>{}\[\]*=+/\\|:;!?,\"]*")
#: What stands in a column of positions. With its accents: somebody may be called Trương Phong.
_POSITION = re.compile(
    r"(?:(?:(?:phó|quyền) )?(?:trưởng (?:phòng|ban|đơn vị|trạm|khoa)|chủ tịch|giám đốc|"
    r"chánh văn phòng|tổ trưởng|đội trưởng)|tổ phó|đội phó|chuyên viên|cán sự|nhân viên|kế toán|"
    r"công chức|viên chức|phụ trách)(?: .*)?",
    re.IGNORECASE,
)
_FURTHER = re.compile(r"^kiem\b|\bkiem nhiem\b")
LONGEST_NAME = 80
DITTO = {"nt", "nhu tren", "ditto"}


def roles(words: str) -> tuple[set[Role], list[str]]:
    """The roles a cell names, and the words in it that name none."""
    named: set[Role] = set()
    unknown: list[str] = []
    for part in re.split(r"[,;/+&•]|\bvà\b|\band\b", words):
        key = fold(part)
        if key in _ROLES:
            named.add(_ROLES[key])
        elif key:
            unknown.append(part.strip())
    return named, unknown


def standing_named(words: str) -> Standing | None:
    """The standing a cell of that column names; None for words that name none."""
    return _STANDINGS.get(fold(words)) or (standing_of(words) if _leads(words) else None)


def standing_of(position: str) -> Standing:
    """Head, deputy or staff by the title: the highest of its parts counts."""
    parts = [fold(part) for part in re.split(r"[,;/(–]|-|\bkiêm\b|\bkiem\b", position.lower())]
    if any(_HEAD.match(part) for part in parts):
        return Standing.HEAD
    return Standing.DEPUTY if any(_DEPUTY.match(part) for part in parts) else Standing.STAFF


def _leads(words: str) -> bool:
    return standing_of(words) is not Standing.STAFF


def salutation(words: str) -> str | None:
    """The salutation a cell names, `anh/chị` where it names none; None for other words."""
    key = fold(words)
    return _SALUTATIONS.get(key) if key else DEFAULT_SALUTATION


def split_name(words: str) -> tuple[str, str]:
    """A name without the salutation written before it, and that salutation (or nothing).

    Names all in capitals or all small are written as names are.
    """
    title = _TITLE.match(words)
    name = words[title.end() :] if title else words
    if name.isupper() or name.islower():
        name = nfc(name.title())
    return name, (salutation(title[1] or title[2]) or "") if title else ""


def is_position(words: str) -> bool:
    """Whether this is a title and so nobody's name: the columns are swapped."""
    return _POSITION.fullmatch(words) is not None


def is_name(words: str) -> bool:
    """Letters, spaces and what stands in names, and no more than a line of it."""
    return bool(_NAME.fullmatch(words)) and len(words) <= LONGEST_NAME


def says_further_job(position: str, note: str) -> bool:
    return any(_FURTHER.search(fold(words)) for words in (position, note))
