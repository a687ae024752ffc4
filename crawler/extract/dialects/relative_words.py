"""Words of relative dates, as a table of regular expressions, one line a language and word."""

# ruff: noqa: E501 - a table reads best with a row a line

from __future__ import annotations

import re
from typing import NamedTuple


class Words(NamedTuple):
    """How a language counts back from now.

    ``ago`` stands before or after number and unit. Units include the forms for one and two where
    the language drops the number (an hour, ساعتين); those are in ``pairs`` when they mean two.
    """

    ago: str
    now: str
    today: str
    yesterday: str
    before_yesterday: str
    second: str
    minute: str
    hour: str
    day: str
    week: str
    month: str
    year: str
    one: str = ""
    pairs: str = ""


WORDS = {
    "zh": Words("之?前|以前", "刚刚|剛剛|刚才|剛才", "今天|今日", "昨天|昨日", "前天|前日", "秒钟?|秒鐘?", "分钟?|分鐘?", "个?小时|個?小時|个?钟头|個?鐘頭", "天|日", "[个個]?(?:星期|礼拜|禮拜|周|週)", "[个個]月", "年", "[一1]"),
    "ja": Words("前", "たった今|さきほど|先ほど", "今日|本日|きょう", "昨日|きのう", "一昨日|おととい", "秒", "分", "時間", "日", "週間?", "[かカヶケヵか箇]月", "年"),
    "ko": Words("전", "방금(?: 전)?|지금", "오늘", "어제", "그제|그저께|엊그제", "초", "분", "시간", "일", "주일?", "개월|달", "년", "한"),
    "en": Words("ago", "just now|moments? ago", "today", "yesterday", "the day before yesterday", "sec(?:ond)?s?|s", "min(?:ute)?s?|mins?|m", "hours?|hrs?|h", "days?|d", "weeks?|wks?|w", "months?|mos?", "years?|yrs?", "an?|one"),
    "de": Words("vor", "gerade eben|soeben", "heute", "gestern", "vorgestern", "sekunden?|sek\\.?", "minuten?|min\\.?", "stunden?|std\\.?", "tag(?:en?)?", "wochen?", "monat(?:en?)?", "jahr(?:en?)?", "einer|einem|einigen?"),
    "fr": Words("il y a|y a|depuis", "à l['’]instant", "aujourd['’]hui", "hier", "avant-hier", "secondes?|s", "minutes?|min|mn", "heures?|h", "jours?|j", "semaines?", "mois", "ans?|années?", "une?"),
    "es": Words("hace", "ahora mismo", "hoy", "ayer", "anteayer|antier", "segundos?", "minutos?|min", "horas?|h", "días?|dias?", "semanas?", "mes(?:es)?", "años?", "una?"),
    "pt": Words("há|ha|atrás", "agora mesmo|agora há pouco", "hoje", "ontem", "anteontem", "segundos?", "minutos?|min", "horas?|h", "dias?", "semanas?", "mês|meses", "anos?", "uma?"),
    "it": Words("fa", "proprio ora|adesso", "oggi", "ieri", "l['’]altro ieri|avantieri", "second[oi]", "minut[oi]|min", "or[ea]", "giorn[oi]", "settiman[ae]", "mes[ei]", "ann[oi]", "un['’]?|una|uno"),
    "nl": Words("geleden", "zojuist|zonet|net", "vandaag", "gisteren", "eergisteren", "seconden?", "minu(?:ut|ten)|min", "uur|uren|u", "dag(?:en)?", "we(?:ek|ken)", "maand(?:en)?", "jaar|jaren", "een|één"),
    "ca": Words("fa", "ara mateix", "avui", "ahir", "abans-d['’]ahir", "segons?", "minuts?|min", "hor(?:a|es)|h", "di(?:a|es)", "setman(?:a|es)", "mes(?:os)?", "anys?", "una?"),
    "pl": Words("temu", "przed chwilą|właśnie teraz", "dzisiaj|dziś", "wczoraj", "przedwczoraj", "sekund[ęya]?|sek\\.?", "minut[ęya]?|min\\.?", "godzin[ęya]?|godz\\.?", "dni|dzień", "tydzień|tygodni(?:e|a)?", "miesiąc(?:e|a)?|miesięcy", "rok|lata?"),
    "ru": Words("назад", "только что", "сегодня", "вчера", "позавчера", "секунд[уы]?|сек\\.?", "минут[уы]?|мин\\.?", "час(?:а|ов)?|ч\\.?", "день|дня|дней", "недел[юиь]", "месяц(?:а|ев)?|мес\\.?", "год(?:а)?|лет"),
    "uk": Words("тому|назад", "щойно", "сьогодні", "вчора|учора", "позавчора", "секунд[уи]?", "хвилин[уи]?|хв\\.?", "годин[уи]?|год\\.?", "день|дн[іяі]|днів", "тиж(?:день|ні|нів)", "місяц(?:ь|і|ів)|місяць", "рік|роки|років"),
    "be": Words("таму|назад", "толькі што", "сёння", "учора", "пазаўчора", "секунд[уы]?", "хвілін[уы]?", "гадзін[уы]?", "дзень|дні|дзён", "тыдзень|тыдні|тыдняў", "месяц(?:ы|аў)?", "год|гады|гадоў"),
    "bg": Words("преди", "току-що|току що", "днес", "вчера", "завчера|онзи ден", "секунд[аи]", "минут[аи]|мин\\.?", "час(?:а|ове)?", "ден|дни|дена", "седмиц[аи]", "месец[аи]?", "година|години", "един|една"),
    "sr": Words("пре|prije|pre", "управо сада|upravo sada", "данас|danas", "јуче|juče|jučer", "прекјуче|prekjuče|prekjučer", "секунд[иеа]|sekund[iea]", "минут[иеа]?|minut[iea]?|min", "сат[иа]?|sat[ia]?|час[аи]?|h", "дана?|dana?", "недељ[аеу]|ned[je]+lj[aeu]|tjed[a]?na?", "месец[иа]?|mjesec[ia]?|mesec[ia]?", "годин[аеу]|godin[aeu]"),
    "cs": Words("před", "právě teď|před chvílí", "dnes", "včera", "předevčírem", "sekund(?:ami|ou)", "minut(?:ami|ou)|min", "hodin(?:ami|ou)|h", "dny|dnem", "týdn(?:y|em)", "měsíc(?:i|em)", "rok(?:y|em)|lety"),
    "sk": Words("pred", "práve teraz", "dnes", "včera", "predvčerom", "sekund(?:ami|ou)", "minút(?:ami|ou)|min", "hodin(?:ami|ou)|h", "dňami|dňom", "týždň(?:ami|om)", "mesiac(?:mi|om)", "rok(?:mi|om)"),
    "el": Words("πριν(?: από)?|εδώ και", "μόλις τώρα|τώρα", "σήμερα", "χθες|χτες|εχθές", "προχθές|προχτές", "δευτερόλεπτ[οα]", "λεπτ[άό]", "ώρ(?:α|ες)|ωρ(?:α|ες)", "(?:η)?μέρ(?:α|ες)|ημέρ(?:α|ες)", "ε?βδομάδ(?:α|ες)", "μήν(?:α|ες)", "χρόνι?[οα]|έτ(?:ος|η)", "μία|μια|έναν?|ένα"),
    "sv": Words("sedan|för", "just nu|nyss", "i ?dag", "i ?går", "i förrgår", "sekund(?:er)?|sek", "minut(?:er)?|min", "timm(?:e|ar)|tim", "dag(?:ar)?|dygn", "vecka|veckor", "månad(?:er)?", "år", "en|ett"),
    "da": Words("siden|for", "lige nu|netop nu", "i ?dag", "i ?går", "i forgårs", "sekund(?:er)?", "minut(?:ter)?|min\\.?", "time(?:r)?", "dag(?:e)?", "uger?", "måned(?:er)?", "år", "en|et"),
    "no": Words("siden|for", "akkurat nå|nettopp", "i ?dag", "i ?går", "i forgårs", "sekund(?:er)?", "minutt(?:er)?|min\\.?", "time(?:r)?", "dag(?:er)?|døgn", "uke(?:r)?", "måned(?:er)?", "år", "en|ett?"),
    "is": Words("fyrir|síðan", "rétt í þessu", "í dag", "í gær", "í fyrradag", "sekúnd(?:um|u)", "mínút(?:um|u)", "klukkustund(?:um)?|klst\\.?|klukkutím[au]m?", "d[aö]g(?:um|i)", "vik(?:um|u)", "mánuð(?:um|i)", "ár(?:um|i)"),
    "fi": Words("sitten", "juuri nyt|äsken", "tänään", "eilen", "toissapäivänä", "sekunti[a]?", "minuutti[a]?|min", "tunti[a]?|t", "päivää?", "viikko[a]?", "kuukau(?:si|tta)", "vuo(?:si|tta)"),
    "et": Words("tagasi", "äsja|praegu", "täna", "eile", "üleeile", "sekundit?", "minutit?", "tundi?", "päeva?", "nädala?t?", "kuud?", "aastat?"),
    "lv": Words("pirms", "tikko", "šodien", "vakar", "aizvakar", "sekundēm|sekundes", "minūtēm|minūtes", "stund(?:ām|as)", "dien(?:ām|as)", "nedēļ(?:ām|as)", "mēneš(?:iem|a)", "gad(?:iem|a)"),
    "lt": Words("prieš", "ką tik", "šiandien", "vakar", "užvakar", "sekund(?:es|ę|žių)", "minut(?:es|ę)|minučių|min\\.?", "valand(?:as|ą|ų)|val\\.?", "dien(?:as|ą|ų)", "savait(?:es|ę)|savaičių", "mėnes(?:ius|į|ių)|mėn\\.?", "met(?:us|ų)"),
    "ro": Words("acum|în urmă cu|în urmă", "chiar acum|adineauri", "astăzi|azi", "ieri", "alaltăieri", "secund[ăe]", "minute?|min", "or[ăe]", "zi(?:le)?", "săptămân[iă]", "lun[iă]", "ani?", "un|o"),
    "hu": Words("ezelőtt|(?<=[ae])", "épp most|az imént", "ma", "tegnap", "tegnapelőtt", "másodperc(?:cel|e)?", "perc(?:cel|e)?", "ór(?:ával|ája)", "nap(?:pal|ja)?", "h[ée]t(?:tel|e)?", "hónap(?:pal|ja)?", "év(?:vel|e)?", "egy"),
    "tr": Words("önce", "az önce|şimdi|şu an", "bugün", "dün", "evvelsi gün|önceki gün", "saniye|sn", "dakika|dk", "saat|sa", "gün", "hafta", "ay", "yıl|sene", "bir"),
    "id": Words("(?:yang )?lalu|lepas", "baru saja|barusan", "hari ini", "kemarin|semalam", "kemarin dulu", "detik", "menit|minit", "jam", "hari", "minggu|pekan", "bulan", "tahun", "se"),
    "vi": Words("trước", "vừa xong", "hôm nay", "hôm qua", "hôm kia", "giây", "phút", "giờ|tiếng", "ngày", "tuần", "tháng", "năm", "một"),
    "th": Words("ที่แล้ว|ที่ผ่านมา|ก่อน", "เมื่อสักครู่|เมื่อครู่", "วันนี้", "เมื่อวานนี้|เมื่อวาน", "เมื่อวานซืน", "วินาที", "นาที", "ชั่วโมง|ชม\\.?", "วัน", "สัปดาห์|อาทิตย์", "เดือน", "ปี"),
    "ar": Words("منذ|قبل", "الآن|للتو", "اليوم", "أمس|امس|البارحة", "أول أمس|أول من أمس", "ثانية|ثوان[يٍ]?|ثانيتين", "دقيقة|دقائق|دقيقتين", "ساعة|ساعات|ساعتين", "يوم(?:ا|ً|اً)?|أيام|يومين", "أسبوع|أسابيع|أسبوعين", "شهر|أشهر|شهور|شهرين", "سنة|سنوات|عام|أعوام|سنتين|عامين", "", "ثانيتين|دقيقتين|ساعتين|يومين|أسبوعين|شهرين|سنتين|عامين"),
    "fa": Words("پیش|قبل", "هم‌اکنون|لحظاتی پیش", "امروز", "دیروز", "پریروز", "ثانیه", "دقیقه", "ساعت", "روز", "هفته", "ماه", "سال", "یک"),
    "ur": Words("پہلے|قبل", "ابھی", "آج", "گزشتہ روز", "پرسوں", "سیکنڈ", "منٹ", "گھنٹے|گھنٹہ", "دن", "ہفتے|ہفتہ", "ماہ|مہینے", "سال", "ایک"),
    "he": Words("לפני", "עכשיו|כעת", "היום", "אתמול", "שלשום", "שניות|שנייה", "דקות|דקה", "שעות|שעה|שעתיים", "ימים|יום|יומיים", "שבועות|שבוע|שבועיים", "חודשים|חודש|חודשיים", "שנים|שנה|שנתיים", "", "שעתיים|יומיים|שבועיים|חודשיים|שנתיים"),
    "hi": Words("पहले|पूर्व", "अभी", "आज", "(?<!परसों )कल", "परसों", "सेकंड", "मिनट", "घंटे|घंटा|घण्टे", "दिन", "सप्ताह|हफ्ते", "महीने|माह", "साल|वर्ष", "एक"),
    "sw": Words("zilizopita|iliyopita|yaliyopita", "sasa hivi", "leo", "jana", "juzi", "sekunde", "dakika", "saa", "siku", "wiki", "mwezi|miezi", "mwaka|miaka"),
}  # fmt: skip

# Scripts that write no spaces between words, so that no word boundary can be asked for.
UNSPACED = frozenset({"zh", "ja", "ko", "th"})

# Scripts and the languages above that are written in them, Latin apart.
SCRIPTS = (
    (re.compile("[\u3040-\u30ff]"), ("ja",)),
    (re.compile("[\u3400-\u9fff]"), ("zh", "ja")),
    (re.compile("[\uac00-\ud7af]"), ("ko",)),
    (re.compile("[\u0400-\u04ff]"), ("ru", "uk", "be", "bg", "sr")),
    (re.compile("[\u0370-\u03ff]"), ("el",)),
    (re.compile("[\u0600-\u06ff]"), ("ar", "fa", "ur")),
    (re.compile("[\u0590-\u05ff]"), ("he",)),
    (re.compile("[\u0900-\u097f]"), ("hi",)),
    (re.compile("[\u0e00-\u0e7f]"), ("th",)),
)
