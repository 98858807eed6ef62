import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateTokens } from '../../../src/model/tokens.ts';
import { growth, linearGrowth } from '../growth.ts';

/** Texts with the count of OpenAI's o200k_base, taken once with gpt-tokenizer 4.0.0. */
const counted: readonly (readonly [string, number])[] = [
  [
    "export function titleOf(transcript: Transcript): string | undefined {\n  if (transcript.title !== undefined) return transcript.title;\n  const first = transcript.turns.find((turn) => turn.role === 'user');\n  return first?.text.trim().split('\\n', 1)[0];\n}\n",
    61,
  ],
  [
    'def read_settings(path: str, *, strict: bool = False) -> dict[str, Any]:\n    """Read the settings and check them."""\n    with open(path, encoding=\'utf-8\') as file:\n        values = json.load(file)\n    return {key: values[key] for key in KNOWN if key in values or strict}\n',
    70,
  ],
  [
    '#include <vector>\n\ntemplate <typename T>\nclass RingBuffer {\n public:\n  explicit RingBuffer(size_t capacity) : items_(capacity), head_(0), size_(0) {}\n  bool push(const T& item);\n\n private:\n  std::vector<T> items_;\n  size_t head_;\n};\n',
    61,
  ],
  [
    '{\n  "name": "sample",\n  "version": "1.20.3",\n  "scripts": { "build": "tsc --noEmit", "test": "node --test" },\n  "dependencies": { "left": "^2.0.1", "right": "~0.14.0" }\n}\n',
    70,
  ],
  [
    '# Getting started\n\nInstall the package, open a terminal and run the command below. It takes a minute or two, depending on your connection.\n\n- Settings are read from the home folder.\n- Nothing is sent anywhere before you agree.\n',
    47,
  ],
  [
    '.card > .title:hover {\n  color: #336699;\n  margin: 0 auto 12px;\n  font: 600 14px/1.5 var(--font-family, sans-serif);\n}\n',
    44,
  ],
  [
    "SELECT u.id, u.name, COUNT(o.id) AS orders\nFROM users u LEFT JOIN orders o ON o.user_id = u.id\nWHERE u.created_at >= '2026-01-01' GROUP BY u.id ORDER BY orders DESC LIMIT 20;\n",
    54,
  ],
  [
    'Die Größe des Fensters hängt von der Länge der längsten Zeile ab, und die Prüfung läuft erst, wenn alles gelesen ist.',
    27,
  ],
  [
    'Cette fonction vérifie les paramètres entrés par l’utilisateur et les envoie au serveur après les avoir validés.',
    23,
  ],
  [
    'Эта функция читает файл настроек, проверяет ввод пользователя и отправляет его на сервер. При ошибке показывается сообщение.',
    27,
  ],
  ['今天天气很好，我们决定去公园散步。路上遇到了几位老朋友，大家一起聊了很久关于软件开发的事情。', 33],
  ['このファイルは設定を読み込み、ユーザーの入力を検証してからサーバーに送信します。', 26],
  ['이 함수는 설정 파일을 읽고 사용자의 입력을 검증한 다음 서버로 전송합니다.', 22],
  ['यह फ़ंक्शन सेटिंग फ़ाइल पढ़ता है और उपयोगकर्ता के इनपुट की जाँच करता है', 23],
];

test('the estimate is within a third of the count for a sentence or two', () => {
  for (const [text, tokens] of counted) {
    const ratio = estimateTokens(text) / tokens;
    assert.ok(ratio > 0.67 && ratio < 1.5, `${ratio.toFixed(2)} for ${text}`);
  }
});

test('errors even out: together it is within a tenth', () => {
  const estimated = counted.reduce((sum, [text]) => sum + estimateTokens(text), 0);
  const ratio = estimated / counted.reduce((sum, [, tokens]) => sum + tokens, 0);
  assert.ok(ratio > 0.9 && ratio < 1.1, ratio.toFixed(2));
});

test('nothing is nothing; anything is something', () => {
  assert.equal(estimateTokens(''), 0);
  for (const text of ['a', '1', '\n', '.', '字', '😀', '\0', '\uD800'])
    assert.ok(estimateTokens(text) > 0, JSON.stringify(text));
});

test('a million characters of whatever kind are counted in linear time', () => {
  for (const character of ['a', ' ', '{', '字', 'é', 'aB1 ']) {
    const count = (size: number) => {
      const text = character.repeat(size);
      return () => assert.ok(estimateTokens(text) > 1_000);
    };
    const times = growth(125_000, count);
    assert.ok(times < linearGrowth, `${character} took ${times.toFixed(1)} times as long`);
  }
});
