import { appendFile } from 'node:fs/promises';
import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const largestFileBytes = 16 * 1024 * 1024;

/** A file that starts empty and keeps one older generation, so that it never holds more than two times its bound. */
export const boundedFile = (path: string): { append(text: string): Promise<void> } => {
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { force: true });
  return {
    append: async (text) => {
      await appendFile(path, text);
      if (statSync(path).size > largestFileBytes) renameSync(path, `${path}.1`);
    },
  };
};
