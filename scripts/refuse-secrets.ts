import { readFileSync, statSync } from 'node:fs';

/**
 * `node scripts/refuse-secrets.ts <file>…`: the pre-commit look for what must never be in the
 * repository. It knows shapes, not entropy: quick, and without false alarms that teach people to skip it.
 */
const shapes: readonly { readonly what: string; readonly shape: RegExp }[] = [
  { what: 'a private key', shape: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/u },
  { what: 'an AWS access key id', shape: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/u },
  { what: 'an AWS secret access key', shape: /aws_secret_access_key\s*[=:]\s*["']?[\w/+]{40}(?![\w/+])/iu },
  { what: 'a GitHub token', shape: /\bgh[oprsu]_\w{36,}\b/u },
  { what: 'an npm token', shape: /\bnpm_\w{36}\b/u },
  { what: 'a Razorpay key', shape: /\brzp_live_\w{14}\b/u },
  { what: 'a Slack token', shape: /\bxox[abprs]-[\w-]{10,}/u },
];

const largestBytes = 1_000_000;

/** @returns one line for each finding, naming the file and the line but never the text found */
export const findSecrets = (file: string, text: string): string[] =>
  text
    .split('\n')
    .flatMap((line, index) =>
      shapes
        .filter(({ shape }) => shape.test(line))
        .map(({ what }) => `${file}:${String(index + 1)} looks like ${what}`),
    );

const readText = (file: string): string => {
  const entry = statSync(file, { throwIfNoEntry: false });
  return entry?.isFile() === true && entry.size <= largestBytes ? readFileSync(file, 'utf8') : '';
};

if (import.meta.main) {
  const findings = process.argv.slice(2).flatMap((file) => findSecrets(file, readText(file)));
  for (const finding of findings) console.error(finding);
  process.exitCode = findings.length === 0 ? 0 : 1;
}
