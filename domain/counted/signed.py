"""What may be said of a digital signature that was checked?"""

from collections.abc import Mapping

SIGNATURE_WORDS: Mapping[str, str] = {
    "intact": "Chữ ký số nguyên vẹn",
    "changed": "Nội dung bị thay đổi sau khi ký",
    "broken": "Chữ ký số hỏng hoặc không khớp nội dung",
    "unknown": "Chữ ký số theo dạng phần mềm này chưa kiểm tra được",
}
