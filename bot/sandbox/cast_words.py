"""What the people of the demo's office write: tasks, remedies, results, remarks. All invented."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Task(NamedTuple):
    """A key task as somebody registers it; `due` as they type it."""

    task: str
    product: str
    due: str


#: By unit, as the roster names it.
TASKS: Mapping[str, tuple[Task, ...]] = {
    "Lãnh đạo phòng": (
        Task(
            "Đưa tỷ lệ hồ sơ trễ hạn của phòng xuống dưới 2%",
            "Bảng theo dõi hằng tuần; tỷ lệ trễ hạn dưới 2% từ tháng 11",
            "31/12",
        ),
        Task(
            "Chỉ đạo giải quyết dứt điểm 5 kiến nghị kéo dài về hạ tầng",
            "5 văn bản trả lời; biên bản xác nhận của người dân",
            "hết tháng 11",
        ),
        Task(
            "Đưa toàn bộ hồ sơ xây dựng, đô thị lên một cửa điện tử",
            "100% hồ sơ mới tiếp nhận trên hệ thống một cửa",
            "cuối quý 4",
        ),
    ),
    "Tổ Tổng hợp": (
        Task(
            "Chuẩn hóa 12 quy trình giải quyết thủ tục của phòng",
            "12 quy trình được ban hành, niêm yết công khai",
            "30/11",
        ),
        Task(
            "Lưu trữ hồ sơ công việc năm 2025 trên môi trường điện tử",
            "100% hồ sơ của phòng lập danh mục và nộp lưu",
            "31/12",
        ),
        Task(
            "Ban hành văn bản điện tử, ký số toàn bộ",
            "Không còn văn bản giấy gửi trong phường",
            "30/11",
        ),
        Task(
            "Công khai thu chi của phòng hằng tháng",
            "Bảng công khai trước ngày 05 hằng tháng",
            "hết tháng 12",
        ),
        Task(
            "Xây dựng bảng theo dõi tiến độ hồ sơ của tổ",
            "Bảng chung, cập nhật mỗi ngày, ai cũng xem được",
            "15/11",
        ),
    ),
    "Tổ Xây dựng": (
        Task(
            "Rút thời gian giải quyết hồ sơ cấp phép xây dựng nhà ở từ 15 xuống 12 ngày làm việc",
            "Quy trình nội bộ mới; ít nhất 95% hồ sơ trả trước hạn",
            "30/11",
        ),
        Task(
            "Số hóa hồ sơ cấp phép xây dựng các năm 2021-2024",
            "1.200 hồ sơ có bản quét, tra được theo tên đường",
            "15/12",
        ),
        Task(
            "Kiểm tra công trình xây dựng trên 6 tuyến đường trọng điểm, mỗi tuần một lượt",
            "Biên bản kiểm tra hằng tuần; không để phát sinh công trình không phép",
            "hết tháng 12",
        ),
        Task(
            "Trả lời đơn thư về trật tự xây dựng đúng hạn",
            "Không có đơn quá hạn; bảng theo dõi hằng tuần",
            "hết tháng 12",
        ),
        Task(
            "Lập sổ tay hỏi đáp về cấp phép xây dựng cho người dân",
            "Sổ tay 30 câu hỏi, bản in và bản điện tử",
            "hết tháng 11",
        ),
        Task(
            "Rà soát biển hiệu, quảng cáo sai quy định",
            "Biên bản 3 tuyến đường; tháo dỡ xong biển sai quy định",
            "30/11",
        ),
        Task(
            "Theo dõi giải ngân các công trình sửa chữa nhỏ",
            "Giải ngân đạt 95% kế hoạch năm",
            "31/12",
        ),
        Task(
            "Nghiệm thu, đưa vào dùng hệ thống chiếu sáng 9 kiệt hẻm",
            "9 kiệt hẻm có đèn; hồ sơ hoàn công",
            "15/12",
        ),
        Task(
            "Lập kế hoạch duy tu đường kiệt năm 2026",
            "Danh mục ưu tiên có khái toán, trình UBND phường",
            "15/12/2025",
        ),
        Task(
            "Kiểm tra phòng cháy nhà trọ, nhà cho thuê",
            "Kiểm tra 80 cơ sở; cam kết khắc phục từng cơ sở",
            "hết tháng 11",
        ),
    ),
    "Tổ Đất đai": (
        Task(
            "Rà soát các hồ sơ đất đai tồn đọng trước ngày 01/7/2025",
            "Danh mục hồ sơ tồn; xử lý xong 80% số hồ sơ",
            "cuối quý 4",
        ),
        Task(
            "Xác nhận tình trạng tranh chấp đất đai trong 3 ngày làm việc",
            "Sổ theo dõi; không có hồ sơ trả chậm",
            "31/12",
        ),
        Task(
            "Cập nhật biến động đất đai của 4 khu dân cư vào cơ sở dữ liệu",
            "100% thửa biến động năm 2025 được cập nhật",
            "20/12",
        ),
        Task(
            "Hướng dẫn người dân nộp hồ sơ đất đai trực tuyến",
            "8 buổi hướng dẫn; tỷ lệ nộp trực tuyến đạt 70%",
            "30/11/2025",
        ),
        Task(
            "Đo đạc, cắm mốc 5 thửa đất công",
            "Mốc giới ngoài thực địa; hồ sơ 5 thửa",
            "cuối quý 4",
        ),
        Task(
            "Vận động hộ dân hiến đất mở rộng 3 kiệt",
            "Biên bản đồng thuận của ít nhất 90% hộ",
            "cuoi nam",
        ),
        Task(
            "Giải quyết dứt điểm 7 vụ lấn chiếm đất công",
            "7 biên bản giao trả; hồ sơ kết thúc",
            "31/12/2025",
        ),
        Task(
            "Trực, tiếp dân về đất đai vào chiều thứ Năm",
            "Sổ tiếp dân; mọi kiến nghị được trả lời trong 5 ngày",
            "31/12",
        ),
        Task(
            "Cập nhật giá đất, vị trí đất vào phần mềm tính thuế",
            "Dữ liệu 14 tuyến đường, đối chiếu với thuế cơ sở",
            "15/12",
        ),
        Task(
            "Thống kê, gắn biển số nhà các kiệt mới đặt tên",
            "420 biển số nhà được gắn",
            "20/12",
        ),
    ),
    "Tổ Kinh tế": (
        Task(
            "Lập danh mục hộ kinh doanh chuyển sang hóa đơn điện tử",
            "Danh mục 310 hộ; hướng dẫn trực tiếp từng hộ",
            "hết tháng 12",
        ),
        Task(
            "Hỗ trợ hộ kinh doanh đăng ký qua mạng",
            "150 hộ đăng ký mới qua mạng; phiếu đánh giá sau hỗ trợ",
            "cuối năm",
        ),
        Task(
            "Tổ chức phiên chợ hàng Việt cuối năm",
            "Một phiên chợ, ít nhất 40 gian hàng của phường",
            "20/12/2025",
        ),
        Task(
            "Khảo sát nhu cầu vốn của hợp tác xã và hộ sản xuất",
            "Báo cáo khảo sát 60 hộ; danh sách gửi ngân hàng chính sách",
            "15/11",
        ),
        Task(
            "Kiểm tra an toàn thực phẩm các cơ sở ăn uống quanh trường học",
            "Kiểm tra 35 cơ sở; danh sách cơ sở đạt, chưa đạt",
            "30/11",
        ),
        Task(
            "Hướng dẫn lắp đặt điện mặt trời mái nhà đúng quy định",
            "Tờ hướng dẫn; trả lời 100% hồ sơ thông báo",
            "30/11",
        ),
        Task(
            "Rà soát hộ sản xuất phải di dời khỏi khu dân cư",
            "Danh sách 18 hộ, phương án hỗ trợ từng hộ",
            "cuối quý 4",
        ),
    ),
    "Tổ Đô thị": (
        Task(
            "Lập bản đồ số các điểm ngập của phường",
            "Bản đồ 23 điểm ngập, cập nhật sau mỗi trận mưa lớn",
            "hết tháng 11",
        ),
        Task(
            "Sắp xếp lại vỉa hè, lòng đường hai tuyến quanh chợ",
            "Vạch kẻ, điểm để xe; không còn lấn chiếm giờ cao điểm",
            "15/12",
        ),
        Task(
            "Bàn giao cây xanh đường phố cho các tổ dân phố cùng theo dõi",
            "Danh sách 640 cây có mã; 12 tổ dân phố ký nhận",
            "het thang 11",
        ),
        Task(
            "Xử lý phản ánh hạ tầng qua cổng góp ý trong 48 giờ",
            "90% phản ánh được trả lời đúng hạn",
            "31/12/2025",
        ),
        Task(
            "Kiểm tra, thay thế nắp hố ga hư hỏng trên toàn phường",
            "Thay 45 nắp; biên bản nghiệm thu",
            "30/11",
        ),
        Task(
            "Thu gom, phân loại rác tại nguồn ở 6 tổ dân phố",
            "6 tổ có điểm tập kết; sổ theo dõi khối lượng",
            "hết tháng 12",
        ),
        Task(
            "Kiểm tra, bảo trì hệ thống thoát nước trước mùa mưa",
            "Nạo vét 4 km cống; nhật ký bảo trì",
            "hết tháng 10",
        ),
        Task(
            "Tham mưu phương án phân luồng giờ tan trường",
            "Phương án được duyệt; thí điểm tại 2 trường",
            "15/11/2025",
        ),
    ),
}
#: What the office has to show for its collective task.
OFFICE_PRODUCT = "100% thủ tục của phòng làm được qua mạng; không có hồ sơ quá hạn"
OFFICE_MEASURE = "Họp giao ban sáng thứ Hai, rà từng hồ sơ sắp đến hạn"
#: A better product, after the specialist asked for figures.
COMPLETED = "; có số liệu cụ thể báo cáo vào ngày 25 hằng tháng"
REMARK = "Nhờ ghi rõ sản phẩm: bao nhiêu hồ sơ, đến khi nào, ai xác nhận."
REMEDIES = (
    "Trả lời người dân trong ngày, ghi vào sổ của tổ",
    "Đọc lại quy định trước khi nhận hồ sơ",
    "Báo tổ trưởng sớm khi thấy việc có thể trễ",
    "Chủ động đề xuất cách làm, không chờ nhắc",
    "Xin ý kiến bằng văn bản khi việc chưa rõ thẩm quyền",
    "Sắp lịch mỗi sáng, xong việc khó trước",
)
RESULTS = (
    "Đạt chỉ tiêu đã đăng ký, có bảng số liệu kèm theo.",
    "Hoàn thành trước hạn một tuần.",
    "Đạt khoảng 80%, phần còn lại chuyển quý I/2026.",
    "Đã xong, người dân phản hồi tốt.",
    "Còn vướng phối hợp với đơn vị khác, đã báo cáo lãnh đạo.",
)
#: Where nothing better comes to mind.
ANYTHING = "Theo kế hoạch của tổ"
