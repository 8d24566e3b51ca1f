/** Common Japanese names, each with its reading in katakana and in Latin letters. */

export interface JapaneseName {
  readonly kanji: string;
  readonly katakana: string;
  readonly romaji: string;
}

/** Entries stand apart by white space, their three writings by strokes. */
function names(text: string): readonly JapaneseName[] {
  return text
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [kanji = '', katakana = '', romaji = ''] = entry.split('/');
      return { kanji, katakana, romaji };
    });
}

export const japaneseFamilyNames = names(`
佐藤/サトウ/Sato 鈴木/スズキ/Suzuki 高橋/タカハシ/Takahashi 田中/タナカ/Tanaka
伊藤/イトウ/Ito 渡辺/ワタナベ/Watanabe 山本/ヤマモト/Yamamoto 中村/ナカムラ/Nakamura
小林/コバヤシ/Kobayashi 加藤/カトウ/Kato 吉田/ヨシダ/Yoshida 山田/ヤマダ/Yamada
佐々木/ササキ/Sasaki 山口/ヤマグチ/Yamaguchi 松本/マツモト/Matsumoto 井上/イノウエ/Inoue
木村/キムラ/Kimura 林/ハヤシ/Hayashi 清水/シミズ/Shimizu 山崎/ヤマザキ/Yamazaki
森/モリ/Mori 阿部/アベ/Abe 池田/イケダ/Ikeda 橋本/ハシモト/Hashimoto
山下/ヤマシタ/Yamashita 石川/イシカワ/Ishikawa 中島/ナカジマ/Nakajima 前田/マエダ/Maeda
藤田/フジタ/Fujita 小川/オガワ/Ogawa 後藤/ゴトウ/Goto 岡田/オカダ/Okada
長谷川/ハセガワ/Hasegawa 村上/ムラカミ/Murakami 近藤/コンドウ/Kondo 石井/イシイ/Ishii
斎藤/サイトウ/Saito 坂本/サカモト/Sakamoto 遠藤/エンドウ/Endo 青木/アオキ/Aoki
藤井/フジイ/Fujii 西村/ニシムラ/Nishimura 福田/フクダ/Fukuda 太田/オオタ/Ota
三浦/ミウラ/Miura 岡本/オカモト/Okamoto 松田/マツダ/Matsuda 中川/ナカガワ/Nakagawa
中野/ナカノ/Nakano 原田/ハラダ/Harada 小野/オノ/Ono 田村/タムラ/Tamura
竹内/タケウチ/Takeuchi 金子/カネコ/Kaneko 和田/ワダ/Wada 中山/ナカヤマ/Nakayama
石田/イシダ/Ishida 上田/ウエダ/Ueda 森田/モリタ/Morita 原/ハラ/Hara
柴田/シバタ/Shibata 酒井/サカイ/Sakai 工藤/クドウ/Kudo 横山/ヨコヤマ/Yokoyama
宮崎/ミヤザキ/Miyazaki 宮本/ミヤモト/Miyamoto 内田/ウチダ/Uchida 高木/タカギ/Takagi
安藤/アンドウ/Ando 島田/シマダ/Shimada 谷口/タニグチ/Taniguchi 大野/オオノ/Ono
高田/タカダ/Takada 丸山/マルヤマ/Maruyama 今井/イマイ/Imai 河野/コウノ/Kono
藤原/フジワラ/Fujiwara 小山/コヤマ/Koyama 杉山/スギヤマ/Sugiyama 村田/ムラタ/Murata
増田/マスダ/Masuda 平野/ヒラノ/Hirano 大塚/オオツカ/Otsuka 千葉/チバ/Chiba
久保/クボ/Kubo 松井/マツイ/Matsui 野口/ノグチ/Noguchi 岩崎/イワサキ/Iwasaki
桜井/サクライ/Sakurai 木下/キノシタ/Kinoshita 野村/ノムラ/Nomura 松尾/マツオ/Matsuo
菊地/キクチ/Kikuchi 杉本/スギモト/Sugimoto 市川/イチカワ/Ichikawa 新井/アライ/Arai
古川/フルカワ/Furukawa 水野/ミズノ/Mizuno 小島/コジマ/Kojima 平田/ヒラタ/Hirata
渡部/ワタベ/Watabe 桑原/クワバラ/Kuwabara 西田/ニシダ/Nishida 山内/ヤマウチ/Yamauchi
北村/キタムラ/Kitamura 川上/カワカミ/Kawakami 安田/ヤスダ/Yasuda 武田/タケダ/Takeda
五十嵐/イガラシ/Igarashi 本田/ホンダ/Honda 土屋/ツチヤ/Tsuchiya 秋山/アキヤマ/Akiyama
浅野/アサノ/Asano 岩田/イワタ/Iwata 上野/ウエノ/Ueno 早川/ハヤカワ/Hayakawa
`);

export const japaneseGivenNames = names(`
太郎/タロウ/Taro 一郎/イチロウ/Ichiro 健太/ケンタ/Kenta 翔太/ショウタ/Shota
大輔/ダイスケ/Daisuke 直樹/ナオキ/Naoki 和也/カズヤ/Kazuya 拓也/タクヤ/Takuya
達也/タツヤ/Tatsuya 健一/ケンイチ/Kenichi 浩二/コウジ/Koji 誠/マコト/Makoto
隆/タカシ/Takashi 学/マナブ/Manabu 亮/リョウ/Ryo 剛/ツヨシ/Tsuyoshi
豊/ユタカ/Yutaka 修/オサム/Osamu 進/ススム/Susumu 茂/シゲル/Shigeru
清/キヨシ/Kiyoshi 実/ミノル/Minoru 博/ヒロシ/Hiroshi 勇/イサム/Isamu
正/タダシ/Tadashi 昇/ノボル/Noboru 勝/マサル/Masaru 稔/ミノル/Minoru
大樹/ダイキ/Daiki 蓮/レン/Ren 陽斗/ハルト/Haruto 悠真/ユウマ/Yuma
湊/ミナト/Minato 樹/イツキ/Itsuki 大和/ヤマト/Yamato 悠人/ユウト/Yuto
陸/リク/Riku 海斗/カイト/Kaito 拓海/タクミ/Takumi 颯太/ソウタ/Sota
智也/トモヤ/Tomoya 慎一/シンイチ/Shinichi 雅人/マサト/Masato 裕太/ユウタ/Yuta
洋平/ヨウヘイ/Yohei 康平/コウヘイ/Kohei 俊介/シュンスケ/Shunsuke 祐介/ユウスケ/Yusuke
秀樹/ヒデキ/Hideki 英明/ヒデアキ/Hideaki 正樹/マサキ/Masaki 信也/シンヤ/Shinya
花子/ハナコ/Hanako 陽子/ヨウコ/Yoko 恵子/ケイコ/Keiko 京子/キョウコ/Kyoko
幸子/サチコ/Sachiko 和子/カズコ/Kazuko 洋子/ヒロコ/Hiroko 久美子/クミコ/Kumiko
由美/ユミ/Yumi 真由美/マユミ/Mayumi 直美/ナオミ/Naomi 明美/アケミ/Akemi
裕子/ユウコ/Yuko 智子/トモコ/Tomoko 純子/ジュンコ/Junko 典子/ノリコ/Noriko
美香/ミカ/Mika 理恵/リエ/Rie 香織/カオリ/Kaori 美穂/ミホ/Miho
愛/アイ/Ai 舞/マイ/Mai 彩/アヤ/Aya 恵/メグミ/Megumi
葵/アオイ/Aoi 凛/リン/Rin 結衣/ユイ/Yui 陽菜/ヒナ/Hina
美咲/ミサキ/Misaki 桜/サクラ/Sakura 楓/カエデ/Kaede 遥/ハルカ/Haruka
七海/ナナミ/Nanami 千尋/チヒロ/Chihiro 真央/マオ/Mao 莉子/リコ/Riko
優奈/ユウナ/Yuna 彩花/アヤカ/Ayaka 菜々子/ナナコ/Nanako 綾乃/アヤノ/Ayano
詩織/シオリ/Shiori 里奈/リナ/Rina 早紀/サキ/Saki 沙織/サオリ/Saori
千夏/チナツ/Chinatsu 小春/コハル/Koharu 奈緒/ナオ/Nao 琴音/コトネ/Kotone
絵美/エミ/Emi 弘美/ヒロミ/Hiromi 春香/ハルカ/Haruka 静香/シズカ/Shizuka
文子/フミコ/Fumiko 節子/セツコ/Setsuko 雪/ユキ/Yuki 希/ノゾミ/Nozomi
`);
