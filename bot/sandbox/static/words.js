// The page's own words in both languages, and how it writes days and sizes. The bot's words are the
// bot's: they come from the project's catalogues, through the phones.

const WORDS = {
  vi: {
    about: "Một phòng {count} người (hư cấu) thực hiện kế hoạch của mình ngay trên máy này. Bạn cầm điện thoại của ai cũng được; những người còn lại tự làm việc của họ.",
    footer: "Không có gì rời khỏi máy này: không Zalo, không Telegram, không mạng. Tắt chương trình là xóa hết.",
    rehearsal: "Chạy thử cả kế hoạch: lịch và từng tin nhắn đến hết 2026",
    clock: "Đồng hồ", next: "Sự kiện tiếp theo", jump: "Đi đến", moment: "Ngày, giờ", go: "Đi",
    other: "Ngày, giờ khác…", moving: "Đang đi đến {to}…", stopped: "Đồng hồ dừng giữa chừng: {why}", preparing: "Đang chạy những ngày đầu của kế hoạch, từ 03/10 đến sáng 10/10…",
    tries: "Nên thử gì trước",
    tryOfficial: "Làm {who}: bấm “{button}” rồi trả lời vài câu.",
    tryOfficialWrite: "Làm {who}: mở Menu, chọn một việc.",
    tryNumber: "Làm {who}: gửi số 1 (“{button}”) rồi trả lời vài câu.",
    tryWord: "Làm {who}: gửi “menu”, rồi gửi số của một việc.",
    tryInvitation: "Làm {who}: dùng lời mời để kết nối.",
    trySpecialist: "Làm {who} (chuyên viên phụ trách): gửi /duyet để tiếp nhận đăng ký.",
    tryClock: "Cho thời gian trôi: bấm “Sự kiện tiếp theo”, xem ai được nhắc, ai được báo.",
    log: "Nhật ký", logNone: "Chưa có gì xảy ra.", logLine: "{count} tin cho {people}", others: "và {count} người nữa",
    choose: "Đổi người: {who}", picker: "Cầm điện thoại của ai?", close: "Đóng", search: "Tìm tên, chức vụ, tổ (không cần dấu)",
    nobody: "Không có ai như vậy.", unread: "{count} tin mới", absent: "chưa kết nối", newPhone: "máy mới",
    phone: "Điện thoại của {who}, {app}", otherApp: "{who}: mở {app}",
    notHereYet: "Máy này chưa kết nối. Gửi /kenh ở {app} để lấy mã, rồi nhắn mã vào đây.", chat: "Tin nhắn của {who}", write: "Nhắn cho bot", send: "Gửi", attach: "Gửi tệp hoặc ảnh", menu: "Menu",
    block: "Chặn bot", unblock: "Bỏ chặn bot", blocked: "{who} đã chặn bot.",
    invited: "{who} chưa kết nối. Chuyên viên phụ trách đã đưa đường dẫn riêng và mã {code}.", open: "Mở đường dẫn mời",
    invitedByCode: "{who} chưa kết nối. Chuyên viên phụ trách đã đưa mã {code}: nhắn mã này cho bot.", sendCode: "Nhắn mã", start: "Bắt đầu",
    empty: "Chưa có tin nhắn nào.", edited: "đã sửa", picture: "Ảnh", save: "Tải về", today: "Hôm nay",
    leadsOut: "Đường dẫn ra ngoài: {url}. Trang thử không mở.", failed: "Không làm được: {why}", specialist: "Phụ trách", admin: "Quản trị",
  },
  en: {
    about: "An office of {count} people (all invented) carries out its plan on this machine. Take anyone's phone in hand; the others live by themselves.",
    footer: "Nothing leaves this machine: no Zalo, no Telegram, no network. Stopping it forgets everything.",
    rehearsal: "The whole plan rehearsed: a calendar and every message until the end of 2026",
    clock: "Clock", next: "Next event", jump: "Go to", moment: "Date and time", go: "Go",
    other: "Another date…", moving: "Going to {to}…", stopped: "The clock stopped on its way: {why}", preparing: "Living the plan's first days, from 03/10 to the morning of 10/10…",
    tries: "What to try first",
    tryOfficial: "Be {who}: press “{button}” and answer a few questions.",
    tryOfficialWrite: "Be {who}: open the menu and choose something.",
    tryNumber: "Be {who}: send the number 1 (“{button}”) and answer a few questions.",
    tryWord: "Be {who}: send “menu”, then the number of something to do.",
    tryInvitation: "Be {who}: use the invitation to get in.",
    trySpecialist: "Be {who} (the specialist): send /duyet to review registrations.",
    tryClock: "Let time pass: press “Next event” and see who is reminded of what.",
    log: "Log", logNone: "Nothing has happened yet.", logLine: "{count} messages to {people}", others: "and {count} more",
    choose: "Change person: {who}", picker: "Whose phone?", close: "Close", search: "Find a name, position or unit (no accents needed)",
    nobody: "Nobody like that.", unread: "{count} new", absent: "not connected", newPhone: "new phone",
    phone: "Phone of {who}, {app}", otherApp: "{who}: open {app}",
    notHereYet: "This chat is not connected. Send /kenh on {app} to get a code, then send the code here.", chat: "Messages of {who}", write: "Message", send: "Send", attach: "Send a file or picture", menu: "Menu",
    block: "Block the bot", unblock: "Unblock the bot", blocked: "{who} has blocked the bot.",
    invited: "{who} is not connected. The specialist has handed over a link and the code {code}.", open: "Open the invitation",
    invitedByCode: "{who} is not connected. The specialist has handed over the code {code}: send it to the bot.", sendCode: "Send the code", start: "Start",
    empty: "No messages yet.", edited: "edited", picture: "Picture", save: "Download", today: "Today",
    leadsOut: "Leads outside: {url}. The demo does not open it.", failed: "Not done: {why}", specialist: "Specialist", admin: "Admin",
  },
};
const WEEKDAYS = {
  vi: ["Chủ Nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"],
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
};
// Moments worth going to, local to the office (the plan's own days).
export const JUMPS = [
  ["2025-10-10T16:30", "phòng chốt tổng hợp", "the office sums up"],
  ["2025-10-14T17:00", "hết hạn đăng ký", "registrations are due"],
  ["2025-10-27T08:31", "mở tự soi tháng 10", "October's self-check opens"],
  ["2025-10-31T17:00", "hết tháng 10", "end of October"],
  ["2025-12-15T08:31", "hỏi kết quả cuối năm", "results are asked for"],
  ["2025-12-25T08:31", "tự soi tháng, quý, năm", "the combined self-check"],
  ["2025-12-31T17:00", "hết năm", "end of the year"],
  ["2026-01-15T17:00", "báo cáo năm", "the yearly report"],
  ["2026-12-31T17:00", "hết kế hoạch: chạy cả năm", "the plan's end: a whole year"],
];

export let language = localStorage.getItem("language") === "en" ? "en" : "vi";

export function speak(chosen) {
  language = chosen;
  localStorage.setItem("language", chosen);
}

export function say(name, given = {}) {
  return WORDS[language][name].replace(/\{(\w+)\}/g, (_all, key) => given[key]);
}

// `moment` is local to the office, "2025-10-10T16:30", and is never shifted to the browser's zone.
export const day = (moment) => moment.slice(0, 10).split("-").reverse().join("/");
export const hour = (moment) => moment.slice(11, 16);
export const short = (moment) => `${day(moment).slice(0, 5)} ${hour(moment)}`;

export function weekday(moment) {
  return WEEKDAYS[language][new Date(`${moment.slice(0, 10)}T00:00Z`).getUTCDay()];
}

export const long = (moment) => `${weekday(moment)}, ${day(moment)} ${hour(moment)}`;

export function jumpLabel([moment, vi, en]) {
  return `${day(moment)} ${hour(moment)}: ${language === "en" ? en : vi}`;
}

export const capital = (words) => words.slice(0, 1).toUpperCase() + words.slice(1);

export function size(bytes) {
  const kilobytes = Math.max(1, Math.round(bytes / 1024));
  const separator = language === "vi" ? "," : ".";
  return kilobytes < 1024 ? `${kilobytes} KB` : `${(kilobytes / 1024).toFixed(1).replace(".", separator)} MB`;
}

export function fold(words) {
  return words.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
}
