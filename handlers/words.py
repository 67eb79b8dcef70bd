"""Words that always work: a whole message that equals a command or one of its phrases.

Everything else goes to the open question, so nothing here is a likely answer to one ("không có",
"đồng ý", "xong", a number) and no word has one letter only. Exact accents come first, then the
words without accents ("dang ky"), then without what Telex leaves ("ddawng kys").
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from domain.vietnamese import fold, nfc, without_telex
from handlers.command_menu import COMMANDS
from handlers.dialog import Question
from handlers.remedy_question import RemedyLine
from handlers.write_question import Write

#: What people type for a command, or for what a button of a reminder does.
PHRASES: Mapping[str, tuple[str, ...]] = {
    "menu": ("menu", "danh mục", "bắt đầu"),
    "dangky": ("đăng ký", "đăng kí", "dk", "đk", "đăng ký nhiệm vụ", "register"),
    "tusoi": ("tự soi", "tuói", "tự soi tự sửa", "tự kiểm tra", "check myself", "self check"),
    "viec": ("việc của tôi", "việc của em", "nhiệm vụ của tôi", "my work", "my task"),
    "trangthai": (
        *("trạng thái", "tôi còn việc gì", "em còn việc gì", "còn việc gì", "còn thiếu gì"),
        *("tôi còn thiếu gì", "em còn thiếu gì", "status", "what do i owe"),
    ),
    "lich": ("lịch", "lịch của tôi", "lịch của em", "sắp tới có gì", "my calendar"),
    "ngaynghi": ("ngày nghỉ", "lịch nghỉ", "lịch nghỉ lễ", "ngày nghỉ lễ", "nghỉ lễ", "days off"),
    "thuxinloi": ("thư xin lỗi", "soạn thư xin lỗi", "hồ sơ trễ hạn", "letter of apology"),
    "vuongmac": ("vướng mắc", "báo vướng mắc", "gặp vướng mắc", "khó khăn vướng mắc", "obstacle"),
    "nghi": ("nghỉ phép", "xin nghỉ phép", "báo nghỉ phép", "nghỉ ốm", "on leave"),
    "vang": ("ai vắng", "ai nghỉ", "ai đang nghỉ", "danh sách vắng", "ghi vắng", "who is away"),
    "duyet": ("duyệt", "duyệt đăng ký", "xem đăng ký"),
    "tapthe": ("đăng ký tập thể", "nhiệm vụ tập thể"),
    "banky": ("bản ký", "danh sách bản ký", "ai đã nộp bản ký"),
    "uyquyen": ("ủy quyền", "uỷ quyền", "giao việc thay", "ai được ủy quyền", "delegate"),
    "tonghop": (
        *("tổng hợp", "báo cáo tổng hợp", "ai chưa nộp", "ai chưa gửi", "ai chưa làm"),
        *("ai chưa đăng ký", "còn ai chưa nộp", "who is missing", "summary"),
    ),
    "baocao": (
        *("báo cáo", "làm báo cáo", "soạn báo cáo", "tài liệu", "văn bản", "lấy báo cáo"),
        *("bảng tổng hợp", "bảng tổng hợp đăng ký", "documents", "reports"),
    ),
    "maudon": ("mẫu đơn", "mẫu phiếu", "mẫu đăng ký", "mẫu bản đăng ký", "our forms"),
    "nhac": ("nhắc", "nhắc người chưa nộp", "nhắc nhở", "nudge"),
    "thongbao": ("thông báo", "gửi thông báo", "soạn thông báo", "announce", "broadcast"),
    "hoinhanh": (
        *("hỏi nhanh", "hỏi mọi người", "lấy số liệu", "xin số liệu", "hỏi số liệu"),
        *("thu thập số liệu", "lấy số liệu nhanh", "quick question", "ask people"),
    ),
    "macode": ("mã code", "cấp mã", "mã đăng nhập", "mã truy cập"),
    "banlamviec": (
        *("bàn làm việc", "mở bàn làm việc", "mở trang", "mở trang web", "trang làm việc"),
        *("my desk", "open the desk"),
    ),
    "kenh": (
        *("kênh", "kênh liên lạc", "thêm zalo", "thêm telegram", "kết nối zalo", "liên kết zalo"),
        *("dùng zalo", "dùng telegram", "channels", "add zalo", "add telegram"),
    ),
    "dulieu": ("dữ liệu", "dữ liệu của tôi", "my data"),
    "bangchung": ("bằng chứng", "bằng chứng của tôi", "proof", "my proof"),
    "suadulieu": ("sửa dữ liệu", "sửa dữ liệu của tôi", "correct my data"),
    "rutdongy": ("rút đồng ý", "rút lại đồng ý", "withdraw", "withdraw consent"),
    "xoa": ("xoá dữ liệu", "xóa dữ liệu", "xoá dữ liệu của tôi", "delete my data"),
    "visao": (
        *("vì sao", "vì sao tôi nhận tin này", "tại sao", "sao tôi nhận tin này", "why"),
        *("tại sao tôi nhận tin này", "vì sao nhắc tôi", "tại sao nhắc tôi", "sao lại nhắc tôi"),
        *("sao nhắc tôi", "why did i get this"),
    ),
    "ngonngu": ("ngôn ngữ", "đổi ngôn ngữ", "tiếng anh", "tiếng việt", "language", "english"),
    "trogiup": ("trợ giúp", "hướng dẫn", "giúp", "giúp tôi", "help"),
    "quaylai": ("quay lại", "trở lại", "câu trước", "back", "go back"),
    "form": (
        *("biểu mẫu", "mẫu web", "biểu mẫu web", "mẫu trên web", "điền trên web"),
        *("web form", "form"),
    ),
    "feed": ("lịch trên điện thoại", "lịch điện thoại", "calendar on my phone"),
    "feed_revoke": ("thu hồi lịch", "thu hồi lịch trên điện thoại", "take the calendar back"),
    "revoke_links": (
        *("thu hồi liên kết", "thu hồi link", "huỷ liên kết", "hủy liên kết", "revoke links"),
    ),
    "resume": ("làm tiếp", "làm tiếp việc đang dở", "go on"),
    "huy": ("huỷ", "hủy", "huỷ bỏ", "thôi không làm nữa", "cancel"),
    "leave": (
        *("để sau", "để lúc khác", "lúc khác", "tôi đang bận", "đang bận", "em đang bận"),
        *("leave it for now", "not now"),
    ),
    "paper": (
        *("đã nộp bản giấy", "nộp bản giấy rồi", "đã nộp giấy", "nộp giấy rồi", "em nộp giấy rồi"),
        *("đã nộp bản giấy rồi", "tôi đã nộp bản giấy", "em đã nộp bản giấy", "handed in on paper"),
    ),
    "done": (
        *("xong rồi", "xong rồi em", "xong rồi ạ", "em xong rồi", "xong rồi nhé", "đã xong"),
        *("làm xong rồi", "đã làm xong", "đã hoàn thành", "all done", "i am done"),
    ),
    "snooze_hour": (
        *(
            "một tiếng nữa nhắc lại",
            "1 tiếng nữa nhắc lại",
            "nhắc lại sau 1 giờ",
            "lát nữa nhắc lại",
        ),
        *("1 giờ nữa nhắc lại", "nhắc lại sau 1 tiếng", "nhắc lại sau", "remind me in an hour"),
    ),
    "snooze_tomorrow": (
        *("mai nhắc lại", "ngày mai nhắc lại", "mai nhắc", "sáng mai nhắc lại", "để mai nhắc lại"),
        *("mai nhắc tôi", "mai nhắc em", "nhắc lại ngày mai", "remind me tomorrow"),
    ),
    "snooze_monday": (
        *("thứ hai nhắc lại", "thứ 2 nhắc lại", "nhắc lại thứ hai", "tuần sau nhắc lại"),
        *("nhắc lại tuần sau", "đầu tuần sau nhắc lại", "remind me monday", "remind me next week"),
    ),
    "stop": (
        *("đừng nhắc việc này nữa", "đừng nhắc nữa", "thôi đừng nhắc nữa", "không nhắc nữa"),
        *("thôi nhắc", "đừng nhắc tôi nữa", "đừng nhắn nữa", "ngừng nhắc", "dừng nhắc", "tắt nhắc"),
        *("không nhắc tôi nữa", "stop reminding me", "stop reminding me of this"),
    ),
    "support": ("cần hỗ trợ", "tôi cần hỗ trợ", "em cần hỗ trợ", "hỗ trợ", "need help"),
    "more_time": (
        *("xin thêm thời gian", "cho thêm thời gian", "cho tôi thêm thời gian", "xin gia hạn"),
        *("em xin thêm thời gian", "tôi xin thêm thời gian", "em xin gia hạn", "tôi xin gia hạn"),
        *("xin lùi hạn", "xin thêm hạn", "xin thêm ngày", "more time", "i need more time"),
    ),
    "giahan": (
        *("gia hạn", "cho gia hạn", "dời hạn", "lùi hạn", "đổi hạn", "mở lại", "mở lại kỳ"),
        *("move the deadline", "extend the deadline", "reopen"),
    ),
    "correct": ("ghi nhầm", "ghi nhầm sửa lại", "em ghi nhầm", "sửa lại", "edit", "correct it"),
    "phone": ("đổi điện thoại", "đổi dt", "đổi đt", "đổi máy", "thay điện thoại", "new phone"),
}
_SLASH = re.compile(r"/([a-z0-9_]{2,32})(?:@\w+)?(?:\s.*)?", re.DOTALL | re.IGNORECASE)
_LEAVE = re.compile(
    r"(?:(?:toi|em|xin|bao) )*"
    r"(?:nghi(?: phep| thai san| om| benh)?|om|di hoc|biet phai|di cong tac)"
    r" (?:tu .+|den .+|toi .+|het .+)"
    r"|(?:i am )?(?:on leave|away|sick) (?:until|till|from) .+"
)
_BEFORE_THE_REASON = re.compile(r"(?:(?:tôi|toi|em|xin|báo|bao|nghỉ|nghi|i|am)\s+)*", re.IGNORECASE)
#: Said out of politeness around a word that always works: "dạ, em nộp giấy rồi nhé chị".
_PARTICLES = re.compile(r"^da (?:thua )?|(?: (?:a|ah|nhe|nha|nghe|em|anh|chi|oi))+$")
_COMMANDS = {
    written: command.name for command in COMMANDS for written in (command.english, command.name)
}
_EXACT = {nfc(phrase): name for name, phrases in PHRASES.items() for phrase in phrases}
_FOLDED = {fold(phrase): name for phrase, name in _EXACT.items() if phrase != "tuói"}


def read(text: str) -> str | None:
    """The name of the command or reserved word that a whole message is; None for any other.

    "/nghi 20/10" and "nghỉ phép đến 20/10" are `nghi`: what follows is `argument`.
    """
    typed = " ".join(nfc(text).split())
    if slash := _SLASH.fullmatch(typed):
        return _COMMANDS.get(slash[1].lower())
    if typed.lower() in _COMMANDS:  # menus list "/tusoi"; where nothing is pressed it is typed
        return _COMMANDS[typed.lower()]
    exact = re.sub(r"[\s.,!?]+", " ", typed.lower()).strip()
    folded = fold(typed)
    plain = _PARTICLES.sub("", folded)
    forms = ((_EXACT, exact), *((_FOLDED, x) for x in (folded, without_telex(folded), plain)))
    for known, words in forms:
        if len(words) > 1 and words in known:
            return known[words]
    return "nghi" if len(typed) <= 60 and _LEAVE.fullmatch(folded) else None


def may_answer(question: Question[object], text: str) -> bool:
    """Whether what `read` takes for leave answers this open question instead.

    It equals no phrase, and "đi công tác đến 16/10" is a reason, "nghỉ từ 16/2 đến 22/2" an
    announcement, "đi học đến tháng 12" a remedy: somebody who is asked for words means them.
    """
    if not isinstance(question, Write | RemedyLine) or text.startswith("/"):
        return False
    return question.may_be_leave and _LEAVE.fullmatch(fold(text)) is not None


def is_slashed(text: str) -> bool:
    """Whether it is written as a command, known or not: never an answer to a question."""
    return text[:1] == "/" and text[1:2].isalpha()


def argument(text: str) -> str:
    """What follows the command: "20/10" of "/nghi 20/10".

    Of "em xin nghỉ ốm từ 10/10 đến 20/10" the reason and both days: "ốm từ 10/10 đến 20/10".
    """
    typed = " ".join(nfc(text).split())
    if _SLASH.fullmatch(typed):
        return typed.partition(" ")[2]
    if read(typed) == "nghi" and _LEAVE.fullmatch(fold(typed)):
        return _BEFORE_THE_REASON.sub("", typed, count=1)
    return ""
