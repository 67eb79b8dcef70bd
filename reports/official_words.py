"""Words that Vietnamese law or custom fixes for official documents; never translated.

They are data, not sentences of ours: Decree 30/2020/ND-CP, appendix I, gives the national name and
the motto letter by letter, a clerk fills in number and date by hand, and an official form is only
recognised by its title. Everything else in a document comes from the catalogues.
"""

from __future__ import annotations

#: Decree 30/2020, appendix I, section II.1.
NATIONAL_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

#: Section II.3 and II.4: left blank for the clerk.
NUMBER = "Số: …………/…………"
_BLANK = "…………"
DATE = "ngày …… tháng …… năm"
PLACE = "………………"


def number(kind: str) -> str:
    """ "Số: ……/BC-……": the type's abbreviation stands in it, all else is the clerk's."""
    return f"Số: {_BLANK}/{kind}-{_BLANK}" if kind else NUMBER


#: Guidance 36-HD/VPTW, section II: the Party's heading, the star and the strokes between parts.
PARTY_NAME = "ĐẢNG CỘNG SẢN VIỆT NAM"
STAR = "*"
STROKES = "-----"
PARTY_FILED = "Lưu VP."


def party_number(kind: str) -> str:
    """ "Số ……-BC/……", likewise."""
    return f"Số {_BLANK}-{kind}/{_BLANK}" if kind else f"Số {_BLANK}-{_BLANK}"


#: Types of documents and their abbreviations (Decree 30/2020, appendix III).
REPORT, REPORT_SHORT = "BÁO CÁO", "BC"
NOTICE, NOTICE_SHORT = "THÔNG BÁO", "TB"
SUMMARY = "BẢNG TỔNG HỢP"
#: A "thư công" of article 7, which has no abbreviation.
APOLOGY = "THƯ XIN LỖI"
ANNEX = "PHỤ LỤC"
PREPARED_BY = "NGƯỜI LẬP BIỂU"


def attached(type_: str, short: str, office: str, party: bool) -> str:
    """What stands below an annex's title (Decree 30/2020, appendix I, section III.1)."""
    numbered = (party_number(short) if party else number(short)).replace("Số:", "số")
    type_, numbered = type_.capitalize(), numbered.replace("Số", "số")
    return f"(Kèm theo {type_} {numbered} ngày ……/……/…… của {office})"


#: On whose behalf one signs (Decree 30/2020, II.7; the Party writes them with a stroke).
ON_BEHALF, FOR = "TM.", "KT."
PARTY_ON_BEHALF, PARTY_FOR = "T/M", "K/T"

#: S0, III.2: who registers what; the plan speaks of "nhiệm vụ trọng tâm".
PERSONAL_FORM = "BẢN ĐĂNG KÝ NHIỆM VỤ TRỌNG TÂM CÁ NHÂN"
COLLECTIVE_FORM = "BẢN ĐĂNG KÝ NHIỆM VỤ TRỌNG TÂM TẬP THỂ"
YEAR = "Năm"

#: S0, III.2.b: two copies, and what becomes of each.
OFFICE_COPY = "Bản nộp tại cơ quan"
OWN_COPY = "Bản cá nhân lưu giữ"

#: Section II.7 and II.9: who signs, and who receives.
REGISTRANT = "NGƯỜI ĐĂNG KÝ"
CONFIRMED = "XÁC NHẬN CỦA CƠ QUAN"
RECIPIENTS = "Nơi nhận:"
FILED = "Lưu: VT."
#: First among the recipients of a letter that says at its head whom it is to.
AS_ABOVE = "Như trên"

#: A list of staff as personnel offices head it (`reports.roster_columns` reads many more), and an
#: invented official.
ROSTER_HEADINGS = ("STT", "Mã", "Họ và tên", "Chức vụ", "Đơn vị", "Vai trò", "Xưng hô")
ROSTER_EXAMPLE = ("VD01", "Ngô Thị Ví Dụ", "Chuyên viên", "Tổ Kinh tế", None, "chị")
