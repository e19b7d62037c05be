"""How frequent Japanese surnames are read, for passwords that hold the owner's name in Latin letters."""

from __future__ import annotations

from typing import Final

# The usual readings of surnames met every day; a rare name or reading is simply not recognised.
_TABLE: Final = """
佐藤 sato,鈴木 suzuki,高橋 takahashi,髙橋 takahashi,田中 tanaka,伊藤 ito,渡辺 watanabe,渡邊 watanabe,渡邉 watanabe,
山本 yamamoto,中村 nakamura,小林 kobayashi,加藤 kato,吉田 yoshida,山田 yamada,佐々木 sasaki,山口 yamaguchi,
松本 matsumoto,井上 inoue,木村 kimura,林 hayashi,斎藤 saito,齋藤 saito,斉藤 saito,清水 shimizu,山崎 yamazaki,
森 mori,池田 ikeda,橋本 hashimoto,阿部 abe,安部 abe,安倍 abe,石川 ishikawa,山下 yamashita,中島 nakajima,
石井 ishii,小川 ogawa,前田 maeda,岡田 okada,長谷川 hasegawa,藤田 fujita,後藤 goto,近藤 kondo,村上 murakami,
遠藤 endo,青木 aoki,坂本 sakamoto,福田 fukuda,太田 ota,西村 nishimura,藤井 fujii,金子 kaneko,岡本 okamoto,
藤原 fujiwara,三浦 miura,中野 nakano,中川 nakagawa,原田 harada,松田 matsuda,竹内 takeuchi,小野 ono,田村 tamura,
中山 nakayama,和田 wada,石田 ishida,森田 morita,上田 ueda,原 hara,内田 uchida,柴田 shibata,酒井 sakai,宮崎 miyazaki,
横山 yokoyama,高木 takagi,安藤 ando,宮本 miyamoto,大野 ono,小島 kojima,工藤 kudo,谷口 taniguchi,今井 imai,
高田 takada,増田 masuda,丸山 maruyama,杉山 sugiyama,村田 murata,大塚 otsuka,新井 arai,小山 koyama,平野 hirano,
藤本 fujimoto,河野 kono,上野 ueno,野口 noguchi,武田 takeda,松井 matsui,千葉 chiba,菅原 sugawara,岩崎 iwasaki,
久保 kubo,木下 kinoshita,佐野 sano,野村 nomura,松尾 matsuo,菊地 kikuchi,菊池 kikuchi,市川 ichikawa,水野 mizuno,
古川 furukawa,大西 onishi,渡部 watanabe,島田 shimada,桜井 sakurai,櫻井 sakurai,高野 takano,吉川 yoshikawa,
西田 nishida,菅野 kanno,五十嵐 igarashi,山内 yamauchi,西川 nishikawa,川口 kawaguchi,関 seki,小松 komatsu,
飯田 iida,浜田 hamada,辻 tsuji,川村 kawamura,東 higashi,星野 hoshino,大久保 okubo,早川 hayakawa,平田 hirata,
吉村 yoshimura,川崎 kawasaki,久保田 kubota,中田 nakata,松岡 matsuoka,岩田 iwata,川上 kawakami,本田 honda,
樋口 higuchi,熊谷 kumagai,荒木 araki,大橋 ohashi,石原 ishihara,永井 nagai,篠原 shinohara,須藤 sudo,服部 hattori,
田口 taguchi,松下 matsushita,大島 oshima,小池 koike,広瀬 hirose,内藤 naito,土屋 tsuchiya,片山 katayama,
秋山 akiyama,堀 hori,矢野 yano,黒田 kuroda,石橋 ishibashi,西山 nishiyama,松村 matsumura,北村 kitamura,
小西 konishi,栗原 kurihara,伊東 ito,荒井 arai,福島 fukushima,安田 yasuda,奥村 okumura,中西 nakanishi,大谷 otani,
児玉 kodama,望月 mochizuki,岡崎 okazaki,田辺 tanabe,永田 nagata,堀内 horiuchi,岡 oka,白石 shiraishi,尾崎 ozaki
"""

READINGS: Final[dict[str, str]] = {
    name: reading
    for name, _, reading in (entry.strip().partition(" ") for entry in _TABLE.replace("\n", "").split(","))
}


def surname_in(name: str) -> str | None:
    """Return the reading of the longest known surname that `name` (kanji) begins with."""
    for length in range(min(3, len(name)), 0, -1):
        reading = READINGS.get(name[:length])
        if reading is not None:
            return reading
    return None
