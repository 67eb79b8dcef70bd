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
DATE = "ngày …… tháng …… năm"
PLACE = "………………"

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

#: A list of staff as personnel offices head it (`reports.roster_columns` reads many more), and an
#: invented official.
ROSTER_HEADINGS = ("STT", "Mã", "Họ và tên", "Chức vụ", "Đơn vị", "Vai trò", "Xưng hô")
ROSTER_EXAMPLE = ("VD01", "Ngô Thị Ví Dụ", "Chuyên viên", "Tổ Kinh tế", None, "chị")
