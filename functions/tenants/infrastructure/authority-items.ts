import * as z from 'zod';
import { defineItem, instant } from '../../kernel/persistence/item.ts';

export const authorityCertificateItem = defineItem({
  name: 'authority_certificate',
  subdomain: 'tenants',
  summary: "The certificate authority's own certificate under one of its keys. Made once; public.",
  keys: { pk: 'PLATFORM#AUTHORITY#<kid>', sk: 'AUTHORITY' },
  schema: z.object({ kid: z.string(), pem: z.string(), notAfter: instant }),
});
