/** Japanese words that names of columns and comments consist of, in Latin letters and as they are. */

import type { Category } from './category.ts';

/** As the English ones. A name in Japanese writing is cut into these words first. */
export const japanesePhrases: Readonly<Partial<Record<Category, string>>> = {
  personName:
    'shimei, simei, sei mei, seimei, onamae, meigi, meiginin, koza meigi, kouza meigi, meigi kana, tantosha, tantousha, tantousya, tantosya, ' +
    'atena, uketorinin, hoshonin, hosyonin, hogosha, daihyosha, daihyousha, kinkyu renrakusaki mei, ' +
    '氏名, 姓名, お名前, 御名前, 名義, 名義人, 口座名義, 口座名義人, 口座 名義, 宛名, 担当者, 担当者名, 受取人, 受取人名, 保証人, 保護者, 代表者, 代表者名, 続柄 氏名, ' +
    'ニックネーム, ハンドルネーム, 連絡者, 申込者, 申込者名, 契約者, 契約者名, 依頼人, 送付先名, 届け先名, 配偶者, 著者, 著者名, 作者, 監督者, 主治医, 旧姓名, 通称, ペンネーム, 表示名',
  givenName:
    'mei kana, given kana, kana mei, first name kana, 名前 名, 下の名前, ファーストネーム, メイ',
  familyName:
    'sei, sei kana, kana sei, myoji, myouji, miyoji, last name kana, kyusei, 姓, 苗字, 名字, 旧姓, ラストネーム, セイ',
  email:
    'meru, meeru, meruado, meruadoresu, meado, mailaddress, mailadr, keitai mail, pc mail, メール, メールアドレス, eメール, メアド, 電子メール, 連絡先メールアドレス, メルアド, Ｅメール',
  phone:
    'denwa, denwa bango, denwa bangou, denwabango, denwabangou, denwa no, keitai, keitai denwa, keitai bango, keitai no, keitai bangou, keitai tel, fakkusu, renrakusaki, naisen, ' +
    '電話, 電話番号, 携帯, 携帯電話, 携帯番号, 携帯電話番号, 固定電話, 自宅電話, 勤務先電話, ファックス, ファクス, ファックス番号, 連絡先, 緊急連絡先, 内線, 内線番号, 日中連絡先, ＴＥＬ, ＦＡＸ, fax番号, tel番号',
  address:
    'jusho, jyusho, juusho, jyuusho, jyusyo, jusyo, zyusyo, juusyo, jyuusyo, shozaichi, kyojuchi, honseki, honsekichi, soufusaki, sofusaki, todokesaki, todokesaki jusho, ' +
    '住所, ご住所, 現住所, 自宅住所, 所在地, 本籍, 本籍地, 送付先, 送付先住所, 届け先, 届け先住所, 届先, 配送先, 配送先住所, 請求先住所, 勤務先住所, 居住地, 連絡先住所',
  street:
    'banchi, chome, chomei, tatemono, tatemono mei, tatemonomei, manshon, heya bango, gaiku, 番地, 丁目, 丁目番地, 番地以下, 建物, 建物名, 建物名等, マンション名, 部屋番号, 町域, 町名, 号室, 街区',
  city: 'shikuchoson, shichoson, sikutyouson, shikuchouson, shichouson, sityouson, shiku, choiki, shusshinchi, 市区町村, 市町村, 市区郡, 市区, 区市町村, 市郡, 出身地, 出生地',
  region: 'todofuken, todouhuken, todoufuken, todohuken, tdfk, 都道府県, 都道府県名',
  postcode:
    'yubin, yuubin, yubin bango, yuubin bango, yuubin bangou, yubinbango, yuubinbangou, yubin no, yuubin no, yubin bangou, zip bango, 郵便番号, 郵便, 〒',
  birthDate:
    'seinengappi, seinen gappi, tanjobi, tanjoubi, tanjyobi, tanzyoubi, umare, umare ymd, birth ymd, seinen ymd, seinengappi ymd, birth nen, seinen, 生年月日, 誕生日, 生年, 生まれ, 誕生年, 誕生月, 出生日',
  age: 'nenrei, 年齢, 年令, 歳',
  gender:
    'seibetsu, seibetu, sei kbn, sei kubun, sei cd, seibetsu cd, seibetsu kbn, seibetsu kubun, 性別, 性別コード, 性別区分',
  nationalId:
    'kojin no, kojin bango, kojin bangou, kojinbango, maina, mai nanba, menkyo, menkyo bango, menkyosho, menkyosho bango, menkyo no, ryoken, ryoken bango, hokensho, hokensho bango, hihokensha bango, hihokensha, nenkin bango, kiso nenkin bango, juminhyo, ' +
    'マイナンバー, 個人番号, 運転免許証, 運転免許証番号, 免許証, 免許証番号, 免許番号, 旅券番号, パスポート, パスポート番号, 保険証, 保険証番号, 被保険者番号, 保険者番号, 記号番号, 年金番号, 基礎年金番号, 住民票コード, 在留カード番号, 社会保障番号, 雇用保険番号, 車両番号, ナンバープレート',
  bankAccount:
    'koza, kouza, koza bango, kouza bango, kouza bangou, kozabango, kouzabangou, koza no, kouza no, furikomisaki, furikomi koza, 口座, 口座番号, 銀行口座, 銀行口座番号, 振込先, 振込先口座, 振込口座, 引落口座, 預金口座番号',
  creditCard:
    'kaado bango, kado bango, card bango, card bangou, kurejitto kado, kurejitto bango, カード番号, クレジットカード, クレジットカード番号, クレカ番号, クレカ',
  cardDetail: 'セキュリティコード, カード有効期限',
  ip: 'ipアドレス, 接続元ip, アクセス元, 接続元',
  mac: 'macアドレス, マックアドレス',
  device: '端末id, 端末識別子, 端末番号, デバイスid, tanmatsu id',
  userAgent: 'ユーザーエージェント, ユーザエージェント',
  latitude: 'ido, 緯度',
  longitude: 'keido, 経度',
  location: 'ichi joho, ichijoho, 位置情報, 座標, 現在地',
  login:
    'riyosha id, riyousha id, roguin id, ログインid, ログイン名, ユーザー名, ユーザ名, ユーザーid, 利用者id, アカウント, アカウント名, 登録者, 更新者, 作成者, 更新ユーザー, 作成ユーザー, 登録ユーザー, 削除者, tourokusha, torokusha, koushinsha, koshinsha, sakuseisha',
  secret:
    'pasuwado, anshobango, ansho bango, anshou bangou, ansho, himitsu no shitsumon, himitsu no kotae, himitsu, パスワード, 暗証番号, 秘密鍵, 秘密の質問, 秘密の答え, 秘密の回答, トークン, アクセストークン, 認証キー, 認証コード, apiキー, 暗号鍵, セッション, セッションid, ピンコード',
  income:
    'kyuyo, kyuuyo, nenshu, nenshuu, gessyu, gesshu, kihonkyu, kihon kyu, shotoku, kyuryo, jikyu, shoyo, 給与, 給料, 年収, 月収, 所得, 基本給, 時給, 賞与, 報酬, 月給, 日給, 年俸, 手取り, 借入額, 資産額, 手当, 残業手当, 通勤手当, 支給額, 差引支給額, 総支給額, 控除額, 控除合計, teate, zangyo teate, 年間所得',
  health:
    'byoreki, byoureki, shindan, shindan kekka, byomei, byoumei, shobyomei, kiourekki, kioreki, arerugi, ketsuekigata, ketueki, ketuekigata, kenko, kenkou, shoken, 病歴, 病名, 傷病名, 診断, 診断名, 診断結果, 既往歴, アレルギー, 血液型, 健康状態, 症状, 処方, 処方箋, 投薬, 服薬, 障害, 障害者区分, 主訴, 所見, 検査結果, 既往症, 身長, 体重, 血圧, 要介護度, 通院歴, 健康診断結果',
  sensitive:
    'kokuseki, shukyo, shuukyou, konin, kekkon, haigusha, shokugyo, syokugyo, kinmusaki, kinmusaki mei, gakureki, kazoku, kazoku kosei, 国籍, 宗教, 婚姻, 婚姻状況, 配偶者有無, 職業, 勤務先, 勤務先名, 学歴, 家族構成, fuyo ninzu, fuyo, 人種, 民族, 信条, 犯罪歴, 職種, 続柄, 世帯人数, 扶養人数, 扶養家族, 扶養, 本国',
  company:
    'kaisha, kaisha mei, kaishamei, kigyo mei, kigyomei, hojin mei, hojinmei, hojin, torihikisaki, torihikisaki mei, torihikisakimei, yago, shamei, kaisya, kaisya mei, kaishamei kana, 会社, 会社名, 企業名, 企業, 法人名, 取引先, 取引先名, 得意先, 得意先名, 仕入先, 仕入先名, 屋号, 団体名, 組織名, 社名, 所属会社, 事業所名, 学校名, 勤め先',
  url: 'ホームページ, ウェブサイト, リファラ, リファラー, サイトurl, ブログurl',
  freeText:
    'bikou, biko, biko ran, shosai, naiyo, naiyou, riyu, riyuu, kanso, kansou, jiko shokai, toiawase, toiawase naiyo, kaito, tokki jiko, tokkijiko, tekiyou, tekiyo, kiji, honbun, shitsumon, memoran, ' +
    '備考, 備考欄, メモ, コメント, 内容, 詳細, 理由, 感想, 自己紹介, 自己pr, 問い合わせ, 問合せ, お問い合わせ, 問い合わせ内容, 問合せ内容, お問い合わせ内容, 回答, 質問, 特記事項, 摘要, 本文, メッセージ, 説明, 件名, 要望, ご要望, 意見, 口コミ, レビュー, 履歴内容, 対応内容, 相談内容, 連絡事項, 申し送り, 伝言, 趣味, 紹介文, 自由記述, 所感, クレーム, 変更内容, 志望動機, 経歴, 職務経歴, 紹介, 注意事項',
  photo:
    'shashin, kao shashin, kaojashin, 写真, 顔写真, プロフィール画像, 証明写真, アイコン画像, 身分証画像, 本人確認書類, 録音',
};

/** The reading of a word, in kana: of whatever stands before or after it. */
export const kanaWords: readonly string[] =
  'kana furigana hurigana yomi yomigana yomikata phonetic ruby hiragana katakana kn カナ フリガナ ふりがな かな ヨミ ヨミガナ よみがな よみ 読み 読み仮名 読みがな ルビ ひらがな カタカナ 半角カナ 全角カナ 仮名 振り仮名 フリカナ'.split(
    ' ',
  );

/** As the English ones. */
export const japanesePlainHeads: readonly string[] = (
  'kodo bango bangou kubun kbn flg furagu jotai joutai shubetsu syubetu hizuke nichiji nitiji bi jikan kaisu kensu suryo suuryou kingaku tanka zeikomi goukei gokei junban jun ' +
  'umu kigen kikan taimusutanpu koushinbi koshinbi torokubi tourokubi sakuseibi kaishi shuryo shuuryou level nendo nen tsuki getsu gatsu youbi ' +
  'コード 番号 区分 フラグ 状態 種別 種類 日付 日時 日 時刻 時間 回数 件数 数 数量 金額 単価 価格 合計 順番 順 順序 表示順 並び順 有無 期限 期間 年度 年 月 曜日 id 更新日 登録日 作成日 削除日 更新日時 登録日時 作成日時 削除日時 ' +
  '開始日 終了日 開始 終了 済 済み 確認 配信 送信 認証 可否 可 ステータス タイプ カテゴリ カテゴリー 分類 税率 割合 率 点数 ポイント 在庫 在庫数 単位 色 サイズ 型番 品番 ymd nyusha taisha yakushoku 間取り 最寄駅 sku ｉｄ ＩＤ キー 連番 通番 枝番 シーケンス バージョン 言語 国 通貨 部署 部門 役職 ' +
  '商品 店舗 支店 銀行 受注 注文 発注 売上 契約 設定 拒否 停止 希望 同意 許可 対象 対象外 承認 理由コード 文字数 桁数 長さ 重複 書式 形式 方法 手段 経路 タイトル 品名 略称 リスト 一覧 画面 権限 ロール'
).split(' ');

/** As the English ones. */
export const japanesePersonWords: readonly string[] = (
  'kokyaku kaiin shain juugyoin jugyoin kanja riyosha riyousha tantosha tantousha seito gakusei hito hon nin hogosha daihyosha moushikomisha keiyakusha okyakusama kokyakusama yuuza shokuin kyoshi isha uketori todokesaki oya kodomo ' +
  '顧客 会員 社員 従業員 患者 利用者 生徒 学生 ユーザー ユーザ お客様 本人 職員 教師 教員 医師 親 子 子供 家族 代理人 申請者 請求先 届出人 加入者 被保険者 スタッフ 講師 応募者 求職者 参加者 購入者 注文者 登録者 送付先 配送先 届け先 発送先 連絡先 緊急連絡先 管理者 責任者 施術者 看護師 入居者 契約者 依頼者 オーナー 大家 家主 貸主 借主 営業 ドライバー メンバー ゲスト 担当医 主治医 患者様 飼い主 世帯主 名義人'
).split(' ');

/** As the English ones. */
export const japaneseThingWords: readonly string[] = (
  'shohin shouhin syohin tenpo tenpomei bumon busho buka ginko shiten kategori bunrui yakushoku komoku koumoku shurui eki rosen kuni chiiki toshi kamoku jigyo purojekuto koji shisetsu ' +
  '商品 品 製品 店舗 部門 部署 銀行 支店 カテゴリ カテゴリー 分類 役職 項目 種類 駅 路線 国 地域 都市 科目 事業 プロジェクト 工事 施設 ファイル テーブル カラム 列 画面 機能 グループ ロール 権限 サービス プラン コース 講座 教科 学科 学部 学年 曜日 月 機種 型 車種 ブランド メーカー 倉庫 イベント キャンペーン クーポン タグ コード 区分 単位 通貨 言語 税 ' +
  '物件 部屋 会議室 業種 支払 支払方法 配送 配送方法 案件 伝票 帳票 工程 材料 部品 資格 免許 試験 大会 競技 チーム クラス マスタ メニュー レシピ 作品 書籍 曲 映画'
).split(' ');

/** As the English ones. */
export const japaneseCatalogueWords: readonly string[] = japaneseThingWords.filter(
  (word) =>
    !/^(?:案件|工事|物件|伝票|帳票|プロジェクト|purojekuto|koji|jigyo|事業|作品)$/.test(word),
);

/** As the English ones. */
export const japaneseTableQualifiers: readonly string[] =
  'masuta ichiran joho rireki マスタ マスター テーブル 一覧 情報 履歴 データ ログ 台帳 明細 基本 詳細'.split(
    ' ',
  );
