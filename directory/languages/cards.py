"""Cards for readers of one language: numbers to ring, sentences to say first and to show.

Short sentences in the reader's language, without names and numbers: these come from the directory.
`romaji` is how a reader says the language's Japanese name aloud.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    """Words of one language's card.

    `tag` is its BCP 47 tag, `is_checked` whether a speaker has read it. The other fields are
    sentences in the order of the page.
    """

    tag: str
    name: str
    romaji: str
    danger: str
    police: str
    ambulance: str
    call: str
    unknown: str
    say: str
    show: str
    unchecked: str
    is_right_to_left: bool = False
    is_checked: bool = False

    @property
    def direction(self) -> str:
        """Direction of writing, for `dir`."""
        return "rtl" if self.is_right_to_left else "ltr"


CARDS = {
    "en": Card(
        tag="en",
        name="English",
        romaji="Eigo",
        danger="If your life is in danger",
        police="Police",
        ambulance="Ambulance and fire",
        call="Call here. They speak English.",
        unknown="We know of no number where English is spoken. You may call here, but we do not "
        "know whether they speak English.",
        say="First say this:",
        show="At a counter, show this:",
        unchecked="No native speaker has checked this page yet.",
    ),
    "zh": Card(
        tag="zh-Hans",
        name="中文",
        romaji="Chūgokugo",
        danger="有生命危险时",
        police="警察",
        ambulance="救护车、消防",
        call="请打这个电话。可以说中文。",
        unknown="我们不知道哪个电话可以说中文。您可以打这个电话，但不确定对方会不会说中文。",
        say="请先这样说：",
        show="到了窗口，请出示这句话：",
        unchecked="本页尚未经母语者确认。",
    ),
    "ko": Card(
        tag="ko",
        name="한국어",
        romaji="Kankokugo",
        danger="생명이 위험할 때",
        police="경찰",
        ambulance="구급차・소방",
        call="여기로 전화하세요. 한국어로 말할 수 있습니다.",
        unknown="한국어로 말할 수 있는 번호를 알지 못합니다. 여기로 전화할 수 있지만, "
        "한국어가 되는지는 알 수 없습니다.",
        say="먼저 이렇게 말하세요:",
        show="창구에서 이 문장을 보여 주세요:",
        unchecked="이 페이지는 아직 원어민이 확인하지 않았습니다.",
    ),
    "pt": Card(
        tag="pt-BR",
        name="Português",
        romaji="Porutogarugo",
        danger="Se sua vida está em perigo",
        police="Polícia",
        ambulance="Ambulância e bombeiros",
        call="Ligue para este número. Falam português.",
        unknown="Não conhecemos nenhum número onde falem português. Você pode ligar para este, mas "
        "não sabemos se falam português.",
        say="Primeiro diga isto:",
        show="No balcão, mostre isto:",
        unchecked="Nenhum falante nativo verificou esta página ainda.",
    ),
    "es": Card(
        tag="es",
        name="Español",
        romaji="Supeingo",
        danger="Si su vida está en peligro",
        police="Policía",
        ambulance="Ambulancia y bomberos",
        call="Llame a este número. Hablan español.",
        unknown="No conocemos ningún número donde hablen español. Puede llamar a este, pero no "
        "sabemos si hablan español.",
        say="Primero diga esto:",
        show="En la ventanilla, muestre esto:",
        unchecked="Ningún hablante nativo ha revisado todavía esta página.",
    ),
    "tl": Card(
        tag="fil",
        name="Filipino",
        romaji="Firipinogo",
        danger="Kung nasa panganib ang buhay mo",
        police="Pulis",
        ambulance="Ambulansya at bumbero",
        call="Tumawag dito. Nagsasalita sila ng Filipino.",
        unknown="Wala kaming alam na numero kung saan nagsasalita ng Filipino. Maaari kang tumawag "
        "dito, pero hindi namin alam kung nagsasalita sila ng Filipino.",
        say="Sabihin muna ito:",
        show="Sa counter, ipakita ito:",
        unchecked="Wala pang katutubong nagsasalita na nakasuri sa pahinang ito.",
    ),
    "vi": Card(
        tag="vi",
        name="Tiếng Việt",
        romaji="Betonamugo",
        danger="Khi tính mạng gặp nguy hiểm",
        police="Cảnh sát",
        ambulance="Xe cấp cứu, cứu hỏa",
        call="Hãy gọi số này. Ở đây nói được tiếng Việt.",
        unknown="Chúng tôi không biết số nào nói được tiếng Việt. Bạn có thể gọi số này, nhưng "
        "chúng tôi không biết họ có nói được tiếng Việt hay không.",
        say="Trước hết hãy nói:",
        show="Tại quầy, hãy đưa câu này:",
        unchecked="Trang này chưa được người bản ngữ kiểm tra.",
    ),
    "ne": Card(
        tag="ne",
        name="नेपाली",
        romaji="Nepārugo",
        danger="ज्यान खतरामा छ भने",
        police="प्रहरी",
        ambulance="एम्बुलेन्स र दमकल",
        call="यहाँ फोन गर्नुहोस्। यहाँ नेपाली बोलिन्छ।",
        unknown="नेपाली बोलिने नम्बर हामीलाई थाहा छैन। यहाँ फोन गर्न सक्नुहुन्छ, तर नेपाली बोलिन्छ कि "
        "बोलिँदैन, हामीलाई थाहा छैन।",
        say="पहिले यसो भन्नुहोस्:",
        show="काउन्टरमा यो देखाउनुहोस्:",
        unchecked="यो पृष्ठ अहिलेसम्म कुनै नेपाली भाषीले जाँचेको छैन।",
    ),
    "th": Card(
        tag="th",
        name="ภาษาไทย",
        romaji="Taigo",
        danger="เมื่อชีวิตอยู่ในอันตราย",
        police="ตำรวจ",
        ambulance="รถพยาบาลและดับเพลิง",
        call="โทรที่นี่ พูดภาษาไทยได้",
        unknown="เราไม่ทราบหมายเลขที่พูดภาษาไทยได้ คุณโทรที่นี่ได้ แต่เราไม่ทราบว่าเขาพูดภาษาไทยได้หรือไม่",
        say="พูดประโยคนี้ก่อน:",
        show="ที่เคาน์เตอร์ ให้แสดงประโยคนี้:",
        unchecked="ยังไม่มีเจ้าของภาษาตรวจหน้านี้",
    ),
    "id": Card(
        tag="id",
        name="Bahasa Indonesia",
        romaji="Indoneshiago",
        danger="Jika nyawa Anda dalam bahaya",
        police="Polisi",
        ambulance="Ambulans dan pemadam kebakaran",
        call="Telepon ke sini. Mereka berbahasa Indonesia.",
        unknown="Kami tidak tahu nomor yang bisa berbahasa Indonesia. Anda boleh menelepon ke "
        "sini, tetapi kami tidak tahu apakah mereka berbahasa Indonesia.",
        say="Katakan ini dahulu:",
        show="Di loket, tunjukkan ini:",
        unchecked="Halaman ini belum diperiksa oleh penutur asli.",
    ),
    "km": Card(
        tag="km",
        name="ភាសាខ្មែរ",
        romaji="Kumērugo",
        danger="ប្រសិនបើជីវិតអ្នកមានគ្រោះថ្នាក់",
        police="ប៉ូលីស",
        ambulance="រថយន្តសង្គ្រោះ និងពន្លត់អគ្គិភ័យ",
        call="សូមទូរស័ព្ទមកលេខនេះ។ គេនិយាយភាសាខ្មែរ។",
        unknown="យើងមិនស្គាល់លេខណាដែលនិយាយភាសាខ្មែរទេ។ អ្នកអាចទូរស័ព្ទមកលេខនេះ ប៉ុន្តែយើងមិនដឹងថាគេនិយាយ"
        "ភាសាខ្មែរឬទេ។",
        say="សូមនិយាយបែបនេះជាមុន៖",
        show="នៅបញ្ជរ សូមបង្ហាញប្រយោគនេះ៖",
        unchecked="មិនទាន់មានម្ចាស់ភាសាណាពិនិត្យទំព័រនេះទេ។",
    ),
    "my": Card(
        tag="my",
        name="မြန်မာဘာသာ",
        romaji="Myanmāgo",
        danger="အသက်အန္တရာယ်ရှိလျှင်",
        police="ရဲ",
        ambulance="လူနာတင်ယာဉ်နှင့် မီးသတ်",
        call="ဒီနံပါတ်ကို ဖုန်းခေါ်ပါ။ မြန်မာစကား ပြောနိုင်ပါသည်။",
        unknown="မြန်မာစကား ပြောနိုင်သော နံပါတ်ကို ကျွန်ုပ်တို့ မသိပါ။ ဒီနံပါတ်ကို ခေါ်နိုင်ပါသည်။ သို့သော် "
        "မြန်မာစကား ပြောနိုင်မပြောနိုင် မသိပါ။",
        say="ပထမဆုံး ဒီလိုပြောပါ -",
        show="ကောင်တာတွင် ဒီစာကြောင်းကို ပြပါ -",
        unchecked="ဤစာမျက်နှာကို မြန်မာစကားပြောသူ စစ်ဆေးမထားသေးပါ။",
    ),
    "mn": Card(
        tag="mn",
        name="Монгол хэл",
        romaji="Mongorugo",
        danger="Амь насанд аюул учирвал",
        police="Цагдаа",
        ambulance="Түргэн тусламж, гал команд",
        call="Энэ дугаар руу залгана уу. Монголоор ярьдаг.",
        unknown="Монголоор ярьдаг дугаарыг бид мэдэхгүй. Та энэ дугаар руу залгаж болно, гэхдээ "
        "монголоор ярьдаг эсэхийг бид мэдэхгүй.",
        say="Эхлээд ингэж хэлээрэй:",
        show="Цонхон дээр үүнийг үзүүлээрэй:",
        unchecked="Энэ хуудсыг төрөлх хэлтэй хүн хараахан шалгаагүй байна.",
    ),
    "fr": Card(
        tag="fr",
        name="Français",
        romaji="Furansugo",
        danger="Si votre vie est en danger",
        police="Police",
        ambulance="Ambulance et pompiers",
        call="Appelez ce numéro. On y parle français.",
        unknown="Nous ne connaissons aucun numéro où l’on parle français. Vous pouvez appeler "
        "celui-ci, mais nous ne savons pas si l’on y parle français.",
        say="Dites d’abord ceci :",
        show="Au guichet, montrez ceci :",
        unchecked="Aucun locuteur natif n’a encore vérifié cette page.",
    ),
    "si": Card(
        tag="si",
        name="සිංහල",
        romaji="Shinharago",
        danger="ජීවිතය අනතුරේ නම්",
        police="පොලීසිය",
        ambulance="ගිලන් රථය සහ ගිනි නිවීම",
        call="මෙම අංකයට අමතන්න. සිංහල කතා කරයි.",
        unknown="සිංහල කතා කරන අංකයක් අපි නොදනිමු. ඔබට මෙම අංකයට ඇමතිය හැක, නමුත් සිංහල කතා කරනවාදැයි අපි නොදනිමු.",
        say="පළමුව මෙය කියන්න:",
        show="කවුන්ටරයේදී මෙය පෙන්වන්න:",
        unchecked="මෙම පිටුව තවම සිංහල කතා කරන්නෙකු විසින් පරීක්ෂා කර නැත.",
    ),
    "ur": Card(
        tag="ur",
        name="اردو",
        romaji="Urudūgo",
        danger="اگر جان کو خطرہ ہو",
        police="پولیس",
        ambulance="ایمبولینس اور فائر بریگیڈ",
        call="اس نمبر پر فون کریں۔ یہاں اردو بولی جاتی ہے۔",
        unknown="ہمیں ایسا کوئی نمبر معلوم نہیں جہاں اردو بولی جاتی ہو۔ آپ اس نمبر پر فون کر سکتے "
        "ہیں، لیکن ہمیں معلوم نہیں کہ وہاں اردو بولی جاتی ہے یا نہیں۔",
        say="پہلے یہ کہیں:",
        show="کاؤنٹر پر یہ دکھائیں:",
        unchecked="اس صفحے کو ابھی تک کسی اہل زبان نے نہیں جانچا۔",
        is_right_to_left=True,
    ),
}
