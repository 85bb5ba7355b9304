"""Words in every script that the PDF report shows."""

from __future__ import annotations

WORDS = {
    "Latin": "BLUE HERON",
    "Cyrillic": "КОФЕ ДОМ",
    "Greek": "Ωμέγα",
    "Armenian": "սուրճ",
    "Georgian": "ყავა",
    "Arabic": "حسهصلي لا شركة",
    "Persian": "پنجره کیفیت گچ ژ",
    "Urdu": "ٹھیک ڈاک ے",
    "Hebrew": "קפה שלום",
    "Devanagari": "क्षत्रिय हिन्दी",
    "Bengali": "বাংলা ক্ষমা",
    "Gurmukhi": "ਪੰਜਾਬੀ",
    "Gujarati": "ગુજરાતી",
    "Tamil": "தமிழ் கொடி",
    "Telugu": "తెలుగు",
    "Kannada": "ಕನ್ನಡ",
    "Malayalam": "മലയാളം",
    "Sinhala": "සිංහල",
    "Thai": "น้ำที่ปิ่น",
    "Lao": "ລາວ ນ້ຳ",
    "Myanmar": "မြန်မာစာ",
    "Ethiopic": "አማርኛ",
    "Khmer": "ភាសាខ្មែរ",
    "Han": "咖啡東京",
    "Kana": "コーヒー ひらがな",
    "Hangul": "커피 하우스",
}
