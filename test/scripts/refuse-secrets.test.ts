import { describe, expect, it } from 'vitest';
import { findSecrets } from '../../scripts/refuse-secrets.ts';

// Put together here, so that this file does not hold what it looks for.
const pretend = {
  'an AWS access key id': `AKIA${'A1B2'.repeat(4)}`,
  'an AWS secret access key': `aws_secret_access_key = ${'aB3/'.repeat(10)}`,
  'a private key': `-----BEGIN RSA PRIVATE KEY-----`,
  'a GitHub token': `ghp_${'a1B2'.repeat(9)}`,
  'an npm token': `npm_${'a1B2'.repeat(9)}`,
  'a Razorpay key': `rzp_live_a1B2c3D4e5F6g7`,
  'a Slack token': `xoxb-1234567890-abc`,
};

describe('Secrets before a commit', () => {
  it.each(Object.entries(pretend))('finds %s and names its line, not its text', (what, secret) => {
    expect(findSecrets('some/file.ts', `first\nconst key = '${secret}';`)).toEqual([
      `some/file.ts:2 looks like ${what}`,
    ]);
  });

  it.each(['-----BEGIN PUBLIC KEY-----', 'AWS_SECRET_ACCESS_KEY=test', "apiKey: 'sk_test'", 'rzp_test_a1B2c3D4e5F6g7'])(
    'lets %s through',
    (text) => {
      expect(findSecrets('some/file.ts', text)).toEqual([]);
    },
  );
});
