/**
 * Reads the shell blocks of a document as commands, far enough for what our documents hold: words, quotes, settings in
 * front and comments. Not a shell: a pipe, a variable or a substitution is refused, so that no document grows one unseen.
 */

export interface DocCommand {
  /** Line of the document, from 1. */
  readonly line: number;
  /** `NAME=value` in front of the command. */
  readonly settings: Readonly<Record<string, string>>;
  readonly words: readonly string[];
}

/** Commands of all `sh` blocks in a document, in order. Throws on what it does not understand. */
export function commandsOf(markdown: string): readonly DocCommand[] {
  return [...markdown.matchAll(/^( *)```sh\n([\s\S]*?)^\1```$/gm)].flatMap((match) => {
    const [, , body = ""] = match;
    const first = markdown.slice(0, match.index).split("\n").length + 1;
    return commandsIn(body, first);
  });
}

function commandsIn(body: string, firstLine: number): readonly DocCommand[] {
  const commands: DocCommand[] = [];
  let words: string[] = [];
  let word: string | null = null;
  let line = firstLine;
  let startedAt = firstLine;
  const endWord = (): void => {
    if (word !== null) words.push(word);
    word = null;
  };
  for (let i = 0; i < body.length; i++) {
    const c = body.charAt(i);
    if (words.length === 0 && word === null) startedAt = line;
    if (c === "'" || c === '"') {
      const end = body.indexOf(c, i + 1);
      if (end < 0) throw new Error(`line ${line}: a quote stays open`);
      const quoted = body.slice(i + 1, end);
      if (c === '"' && /[$`\\]/.test(quoted)) throw new Error(`line ${line}: a substitution in "${quoted}"`);
      word = (word ?? "") + quoted;
      line += quoted.split("\n").length - 1;
      i = end;
    } else if (c === "#" && word === null) {
      i = body.indexOf("\n", i) - 1;
    } else if (c === "\n") {
      endWord();
      if (words.length > 0) commands.push(command(startedAt, words));
      words = [];
      line++;
    } else if (c === " ") {
      endWord();
    } else if (/[|&;<>$`\\(){}*?]/.test(c)) {
      throw new Error(`line ${line}: "${c}" is more than these blocks may hold`);
    } else {
      word = (word ?? "") + c;
    }
  }
  return commands;
}

function command(line: number, all: readonly string[]): DocCommand {
  const first = all.findIndex((word) => !/^[A-Z][A-Z0-9_]*=/.test(word));
  const settings = all.slice(0, first < 0 ? all.length : first).map((word) => [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]);
  return { line, settings: Object.fromEntries(settings) as Record<string, string>, words: first < 0 ? [] : all.slice(first) };
}
