"""Old and local forms of letters, each beside the form that search compares.

Pairs of one letter each, the form that is replaced first: the 旧字体 of the 常用漢字表 and
人名用漢字表 (内閣告示 of 1946 and 2010, 戸籍法施行規則), then variants that stand in names of
people and places. Compatibility forms that Unicode's NFKC unifies are not listed.
"""

OLD_FORMS = """
亞亜 惡悪 壓圧 圍囲 醫医 爲為 壹壱 隱隠 榮栄 營営 衞衛 驛駅 圓円 緣縁 艷艶 鹽塩 奧奥 應応 橫横
歐欧 毆殴 黃黄 溫温 穩穏 假仮 價価 畫画 會会 壞壊 懷懐 繪絵 槪概 擴拡 殼殻 覺覚 學学 嶽岳 樂楽
勸勧 卷巻 寬寛 歡歓 罐缶 觀観 關関 陷陥 顏顔 巖巌 歸帰 氣気 龜亀 僞偽 戲戯 犧犠 舊旧 據拠 擧挙
虛虚 峽峡 挾挟 狹狭 鄕郷 曉暁 區区 驅駆 勳勲 薰薫 徑径 惠恵 揭掲 溪渓 經経 繼継 莖茎 螢蛍 輕軽
鷄鶏 藝芸 擊撃 缺欠 儉倹 劍剣 圈圏 檢検 權権 獻献 縣県 險険 顯顕 驗験 嚴厳 效効 廣広 恆恒 鑛鉱
號号 國国 黑黒 濟済 碎砕 齋斎 劑剤 櫻桜 册冊 雜雑 參参 慘惨 棧桟 蠶蚕 贊賛 殘残 絲糸 齒歯 兒児
辭辞 濕湿 實実 舍舎 寫写 釋釈 壽寿 收収 從従 澁渋 獸獣 縱縦 肅粛 處処 緖緒 敍叙 尙尚 奬奨 將将
牀床 燒焼 稱称 證証 乘乗 剩剰 壤壌 孃嬢 條条 淨浄 疊畳 穰穣 讓譲 釀醸 囑嘱 觸触 寢寝 愼慎 晉晋
眞真 盡尽 圖図 粹粋 醉酔 隨随 髓髄 數数 樞枢 瀨瀬 聲声 靜静 齊斉 攝摂 竊窃 專専 戰戦 淺浅 潛潜
纖繊 踐践 錢銭 禪禅 雙双 壯壮 搜捜 插挿 爭争 窗窓 總総 聰聡 莊荘 裝装 騷騒 增増 臟臓 藏蔵 屬属
續続 墮堕 體体 對対 帶帯 滯滞 臺台 瀧滝 擇択 澤沢 單単 擔担 膽胆 團団 彈弾 斷断 癡痴 遲遅 晝昼
蟲虫 鑄鋳 廳庁 徵徴 聽聴 敕勅 鎭鎮 遞逓 鐵鉄 轉転 點点 傳伝 黨党 盜盗 燈灯 當当 鬭闘 德徳 獨独
讀読 屆届 繩縄 貳弐 惱悩 腦脳 霸覇 廢廃 拜拝 賣売 麥麦 發発 髮髪 拔抜 蠻蛮 祕秘 濱浜 甁瓶 拂払
佛仏 竝並 變変 邊辺 邉辺 辨弁 瓣弁 辯弁 舖舗 穗穂 寶宝 萠萌 襃褒 豐豊 沒没 飜翻 每毎 萬万 滿満
默黙 彌弥 藥薬 譯訳 豫予 餘余 與与 譽誉 搖揺 樣様 謠謡 遙遥 來来 賴頼 亂乱 覽覧 龍竜 兩両 獵猟
綠緑 壘塁 勵励 禮礼 隸隷 靈霊 齡齢 戀恋 爐炉 勞労 樓楼 郞郎 祿禄 錄録 灣湾 堯尭 槇槙 瑤瑶 禰祢
凜凛 曾曽 摑掴 繫繋 蟬蝉 蠟蝋 頰頬 麵麺 飮飲 靑青 淸清 瀆涜 鷗鴎 嚙噛 瘦痩 屛屏 幷并 顚顛 簞箪
醬醤 籠篭 蘆芦 濤涛 檜桧 檮梼 萊莱 賤賎 鰺鯵 靭靱 礪砺 邇迩 諫諌 溯遡 儘侭 薮藪 籔藪 埓埒 砿鉱
礦鉱
"""
NAME_FORMS = """
渕淵 渊淵 髙高 﨑崎 嵜崎 碕崎 斎斉 齋斉 齊斉 斊斉 邊辺 邉辺 濵浜 冨富 嶋島 嶌島 栁柳 桺柳 惠恵
舘館 𠮷吉 桒桑 埜野 峯峰 槗橋 𣘺橋 曻昇 斾旗 珎珍 翆翠 𥔎崎 竈竃 𫝆今 𡈽土 圡土 仭仞 裵裴 𣳾泰
﨟臈 閒間 籐藤 邨村 杤栃 栬椛 恊協 冝宜 冩写 凉涼 况況 决決 减減 凖準 卆卒 廚厨 姙妊 嬾懶 寳宝
對対 嵆嵇 廐厩 廏厩 戶戸 揷挿 旣既 昻昂 暎映 栢柏 梹檳 檪櫟 步歩 沪濾 泻潟 涉渉 焰焔 煕熙 熈熙
牆墻 畄留 畧略 畱留 畵画 疇畴 皷鼓 磯礒 稻稲 稟禀 穐秋 竒奇 筝箏 糺糾 緜綿 纎繊 羮羹 臯皐 舩船
莵菟 葊庵 菴庵 葢蓋 蒭芻 蕋蕊 薗園 蘒萩 螢蛍 衟道 覊羈 詠咏 谿渓 貎貌 迯逃 鄰隣 鈬鐸 銕鉄 鎻鎖
鑛鉱 陜狭 隝島 鴈雁 靏鶴 靍鶴 頚頸 餠餅 餝飾 駈駆 鬪闘 魲鱸 鰛鰯 鳫雁 鵞鵝 鷆鷏 麹麴 鼡鼠 﨔欅
凞熙
"""
# A numeral that stands as one sign is read as its number: 第Ⅱ相談室 is 第2相談室.
NUMERALS = {
    **{chr(0x2160 + number): str(number + 1) for number in range(12)},
    **{chr(0x2170 + number): str(number + 1) for number in range(12)},
}


def one_form() -> dict[int, str]:
    """Return the table for `str.translate`: each listed form to the one that is compared.

    Chains are followed to their end (齋 → 斎 → 斉), so that the result has no form of the left.
    """
    forms = {pair[0]: pair[1] for pair in f"{OLD_FORMS} {NAME_FORMS}".split()}
    found = {ord(sign): number for sign, number in NUMERALS.items()}
    for letter, form in forms.items():
        while form in forms:
            form = forms[form]
        found[ord(letter)] = form
    return found


_TO_KATAKANA = {letter: letter + 0x60 for letter in range(ord("ぁ"), ord("ゖ") + 1)}


def katakana(text: str) -> str:
    """Return a reading in hiragana in katakana.

    >>> katakana("いせ市")
    'イセ市'
    """
    return text.translate(_TO_KATAKANA)
