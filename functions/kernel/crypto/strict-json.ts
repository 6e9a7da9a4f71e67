import { DomainError } from '../errors/domain-error.ts';

const maxDepth = 32;
const maxMembers = 1000;
const spaces = new Set([' ', '\t', '\n', '\r']);
const numberShape = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const literals: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Says where, never what: the text may hold card data. */
const refuse = (fault: string, position: number): DomainError =>
  new DomainError('invalid', 'malformed_json', {
    detail: `This is not acceptable JSON: ${fault} at position ${position}.`,
    members: { position },
  });

const unquote = (quoted: string): string | undefined => {
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === 'string' ? value : undefined;
  } catch {
    // A bad escape or a control character; the caller reports where.
    return undefined;
  }
};

class Reader {
  private readonly text: string;
  private position = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): unknown {
    const value = this.value(1);
    this.skipSpaces();
    if (this.position < this.text.length) throw refuse('text after the value', this.position);
    return value;
  }

  private value(depth: number): unknown {
    this.skipSpaces();
    const character = this.text[this.position];
    if (depth > maxDepth && (character === '{' || character === '[')) {
      throw refuse(`more than ${maxDepth} levels`, this.position);
    }
    switch (character) {
      case '{':
        return this.object(depth);
      case '[':
        return this.array(depth);
      case '"':
        return this.string();
      default:
        return this.scalar();
    }
  }

  private object(depth: number): Record<string, unknown> {
    const members = new Map<string, unknown>();
    this.position += 1;
    if (this.take('}')) return {};
    do {
      this.skipSpaces();
      const start = this.position;
      const name = this.text[start] === '"' ? this.string() : undefined;
      if (name === undefined) throw refuse('a missing member name', start);
      if (name === '__proto__') throw refuse('a forbidden member name', start);
      if (members.has(name)) throw refuse('a duplicate member name', start);
      if (members.size >= maxMembers) throw refuse('too many members', start);
      if (!this.take(':')) throw refuse('a missing colon', this.position);
      members.set(name, this.value(depth + 1));
    } while (this.take(','));
    if (!this.take('}')) throw refuse('an unfinished object', this.position);
    return Object.fromEntries(members);
  }

  private array(depth: number): unknown[] {
    const elements: unknown[] = [];
    this.position += 1;
    if (this.take(']')) return elements;
    do {
      elements.push(this.value(depth + 1));
    } while (this.take(','));
    if (!this.take(']')) throw refuse('an unfinished array', this.position);
    return elements;
  }

  private string(): string {
    const start = this.position;
    let end = start + 1;
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === '\\' ? 2 : 1;
    const value = unquote(this.text.slice(start, end + 1));
    if (value === undefined) throw refuse('a malformed string', start);
    if (!value.isWellFormed()) throw refuse('half a surrogate pair', start);
    if (value.includes('\0')) throw refuse('a NUL character', start);
    this.position = end + 1;
    return value;
  }

  private scalar(): unknown {
    for (const [word, value] of literals) {
      if (this.text.startsWith(word, this.position)) {
        this.position += word.length;
        return value;
      }
    }
    numberShape.lastIndex = this.position;
    const [digits] = numberShape.exec(this.text) ?? [];
    if (digits === undefined) throw refuse('an unexpected character', this.position);
    const value = Number(digits);
    if (!Number.isFinite(value)) throw refuse('a number out of range', this.position);
    this.position += digits.length;
    return value;
  }

  private take(character: string): boolean {
    this.skipSpaces();
    if (this.text[this.position] !== character) return false;
    this.position += 1;
    return true;
  }

  private skipSpaces(): void {
    while (spaces.has(this.text[this.position] ?? '')) this.position += 1;
  }
}

/**
 * Parses JSON that comes from outside, refusing what two parsers may read differently: duplicate member names,
 * `__proto__`, half surrogate pairs, NUL, a byte-order mark, numbers beyond the double range, more than 32 levels
 * or 1,000 members in one object. `JSON.parse` keeps the last duplicate silently, so a signature checked over one
 * reading could be acted on in another.
 *
 * @param source text, or UTF-8 bytes
 * @throws DomainError `malformed_json` with the position (in UTF-16 code units), never with the text
 */
export const parseStrictJson = (source: string | Uint8Array): unknown => {
  if (typeof source === 'string') return new Reader(source).document();
  return new Reader(decodeUtf8(source)).document();
};

const decodeUtf8 = (bytes: Uint8Array): string => {
  try {
    // ignoreBOM keeps the mark in the text, where the reader refuses it.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof TypeError) throw refuse('a byte sequence that is not UTF-8', 0);
    throw cause;
  }
};
