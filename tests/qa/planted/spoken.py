"""What is said on the drive, in every language of the corpus: sentences, and the words that name an actor."""

from typing import Final

from crosstie.schema.anchors import TextSpan

ACTORS: Final = ("V-01", "V-02", "V-01", "V-04", "V-03", "P-01")
"""Whom each sentence names; the demo's own order."""

SENTENCES: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "en": (
        ("Control, white truck ahead of us.", "white truck"),
        ("Copy. Red car overtaking on your left.", "Red car"),
        ("The white truck is braking, and turning right.", "The white truck"),
        ("The bus has just passed us.", "The bus"),
        ("Motorbike on your left. Keep your distance.", "Motorbike"),
        ("A pedestrian is crossing. We are stopping.", "A pedestrian"),
    ),
    "vi": (
        ("Trung tâm, có xe tải trắng phía trước.", "xe tải trắng"),
        ("Rõ. Ô tô đỏ đang vượt bên trái.", "Ô tô đỏ"),
        ("Xe tải trắng đang phanh và rẽ phải.", "Xe tải trắng"),
        ("Xe buýt vừa đi qua chúng tôi.", "Xe buýt"),
        ("Xe máy bên trái. Giữ khoảng cách.", "Xe máy"),
        ("Có người đi bộ qua đường. Chúng tôi dừng lại.", "người đi bộ"),
    ),
    "th": (
        ("ศูนย์ มีรถบรรทุกสีขาวอยู่ข้างหน้า", "รถบรรทุกสีขาว"),
        ("รับทราบ รถสีแดงกำลังแซงทางซ้าย", "รถสีแดง"),
        ("รถบรรทุกกำลังเบรกและเลี้ยวขวา", "รถบรรทุก"),
        ("รถเมล์เพิ่งผ่านเราไป", "รถเมล์"),
        ("มอเตอร์ไซค์ทางซ้าย รักษาระยะห่าง", "มอเตอร์ไซค์"),
        ("มีคนข้ามถนน เรากำลังหยุด", "คนข้ามถนน"),
    ),
    "km": (
        ("មជ្ឈមណ្ឌល មានឡានដឹកទំនិញពណ៌សនៅខាងមុខ", "ឡានដឹកទំនិញពណ៌ស"),
        ("ទទួលបាន ឡានក្រហមកំពុងវ៉ាខាងឆ្វេង", "ឡានក្រហម"),
        ("ឡានដឹកទំនិញកំពុងហ្វ្រាំង ហើយបត់ស្ដាំ", "ឡានដឹកទំនិញ"),
        ("ឡានក្រុងទើបតែហួសយើង", "ឡានក្រុង"),
        ("ម៉ូតូនៅខាងឆ្វេង រក្សាគម្លាត", "ម៉ូតូ"),
        ("អ្នកថ្មើរជើងកំពុងឆ្លងផ្លូវ យើងឈប់", "អ្នកថ្មើរជើង"),
    ),
    "ja": (
        ("管制、前方に白いトラックがいます。", "白いトラック"),
        ("了解。赤い車が左から追い越しています。", "赤い車"),
        ("白いトラックがブレーキをかけて右折します。", "白いトラック"),
        ("バスが今通り過ぎました。", "バス"),
        ("左にオートバイ。車間を取ってください。", "オートバイ"),
        ("歩行者が横断中です。停車します。", "歩行者"),
    ),
    "zh": (
        ("指挥中心,前方有一辆白色卡车。", "白色卡车"),
        ("收到。红色轿车正从左侧超车。", "红色轿车"),
        ("白色卡车正在刹车并右转。", "白色卡车"),
        ("公交车刚从我们旁边经过。", "公交车"),
        ("左侧有摩托车。请保持距离。", "摩托车"),
        ("有行人正在过马路。我们停车。", "行人"),
    ),
}


def text_of(language: str) -> str:
    """Return the transcript's whole text: the sentences, joined by newlines."""
    return "\n".join(sentence for sentence, _ in SENTENCES[language])


def spans_of(language: str, number: int) -> tuple[TextSpan, TextSpan]:
    """Return where sentence `number` stands in the text, and the words in it that name an actor."""
    before = "".join(f"{sentence}\n" for sentence, _ in SENTENCES[language][:number])
    sentence, words = SENTENCES[language][number]
    at = len(before) + sentence.index(words)
    return (
        TextSpan(len(before), len(before) + len(sentence), sentence),
        TextSpan(at, at + len(words), words),
    )


def vtt_of(language: str, times: list[tuple[int, int]]) -> str:
    """Return a transcript file of the sentences at these times (start and end, ns)."""
    cues = (
        f"{_clock(start)} --> {_clock(end)}\n{sentence}\n"
        for (start, end), (sentence, _) in zip(times, SENTENCES[language], strict=True)
    )
    return "WEBVTT\n\n" + "\n".join(cues)


def _clock(at_ns: int) -> str:
    seconds, ms = divmod(at_ns // 1_000_000, 1000)
    return f"00:{seconds // 60:02d}:{seconds % 60:02d}.{ms:03d}"
