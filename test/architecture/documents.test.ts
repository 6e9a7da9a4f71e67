import { describe, expect, it } from 'vitest';
import { exists, filesMatching, read } from './repository.ts';

const runbookNames = (): { file: string; runbook: string }[] =>
  filesMatching(/^(?:lib|functions)\/.+\.ts$/u).flatMap((file) =>
    [...read(file).matchAll(/\brunbook:\s*['"`]([^'"`$]+)['"`]/gu)].map((match) => ({ file, runbook: match[1] ?? '' })),
  );

describe('Documents exist where code and people look for them', () => {
  it.each(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'])('has %s', (file) => {
    expect(exists(file)).toBe(true);
  });

  it.each(['architecture', 'glossary', 'testing'])('has docs/%s.md', (name) => {
    expect(exists(`docs/${name}.md`)).toBe(true);
  });

  it('has the runbook that each alarm names', () => {
    const missing = runbookNames().filter(({ runbook }) => {
      const name = runbook.replace(/^docs\/runbooks\//u, '').replace(/\.md$/u, '');
      return !exists(`docs/runbooks/${name}.md`);
    });
    expect(missing).toEqual([]);
  });

  it('numbers the decision records without gap or repeat', () => {
    const records = filesMatching(/^docs\/adr\/(?!README|0000-template)[^/]+\.md$/u);
    const numbers = records.map((file) => /^docs\/adr\/(\d{4})-[a-z0-9-]+\.md$/u.exec(file)?.[1] ?? file);
    expect(numbers).toEqual(records.map((_, index) => String(index + 1).padStart(4, '0')));
    expect(records.length).toBeGreaterThan(0);
  });

  it('has a changelog with a section for what is not released', () => {
    expect(exists('CHANGELOG.md') ? read('CHANGELOG.md') : '').toMatch(/^## .*unreleased/imu);
  });

  it('links only to files that exist', () => {
    const broken = filesMatching(/\.md$/u).flatMap((file) => {
      const prose = read(file).replaceAll(/```[\s\S]*?```|`[^`]*`/gu, '');
      return [...prose.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/gu)]
        .map((match) => new URL(match[1] ?? '', `repository:///${file}`).pathname.slice(1))
        .filter((target) => !exists(decodeURIComponent(target)))
        .map((target) => `${file} → ${target}`);
    });
    expect(broken).toEqual([]);
  });
});
