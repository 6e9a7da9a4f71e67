import { join } from 'node:path';

type Reporter = 'default' | ['json', { outputFile: string }];

/**
 * The reporters of one vitest run. With `NODAL_TEST_REPORTS` naming a directory, every run also
 * leaves its counts there, so that `.ci/run` can add up runs that different scripts started.
 */
export const reporters = (environment: NodeJS.ProcessEnv): Reporter[] => {
  const directory = environment['NODAL_TEST_REPORTS'];
  if (directory === undefined || directory === '') return ['default'];
  const outputFile = join(directory, `vitest-${String(process.pid)}.json`);
  return ['default', ['json', { outputFile }]];
};
