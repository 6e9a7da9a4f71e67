import { messageKeyRing } from '../constructs/message-keys.ts';
import { PlatformTable } from '../constructs/platform-table.ts';
import { generatedSecrets } from '../constructs/secrets.ts';
import type { Site } from '../site.ts';
import { SubdomainStack } from './subdomain.ts';

/** The provider twin: a stranger with its own table and its own keys. */
export class SandboxStack extends SubdomainStack {
  protected override prepare(site: Site): void {
    new PlatformTable(this, 'TwinData', { site, realm: 'sandbox' });
    messageKeyRing(this, site, 'sandbox');
    generatedSecrets(this, site, 'sandbox');
  }
}
