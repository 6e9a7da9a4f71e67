import { spawn } from 'node:child_process';

/**
 * `npm run check`: everything that must hold before a change is merged. Every step runs even when an
 * earlier one failed, because a list of all that is wrong is worth more than the first item of it.
 */
const steps = ['format:check', 'lint', 'typecheck', 'layers', 'unused', 'docs:check', 'test'] as const;

const run = async (script: string): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', script], { stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve(code === 0);
    });
  });

const failed: string[] = [];
for (const step of steps) {
  console.log(`\n— ${step}`);
  if (!(await run(step))) failed.push(step);
}

console.log(failed.length === 0 ? '\ncheck: all steps passed' : `\ncheck: failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
