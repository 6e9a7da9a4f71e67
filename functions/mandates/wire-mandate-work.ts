import { openDebits } from '../debits/open-debits.ts';
import { wireReading } from '../debits/wire-reading.ts';
import { unitOfWork } from '../kernel/persistence/unit-of-work.ts';
import type { MandatePlatform } from './wire-mandate-stores.ts';
import { mandateReading } from './wire-mandate-stores.ts';

/** What those need that change a mandate without asking the provider. */
export const mandateWriting = (platform: MandatePlatform) => ({
  ...mandateReading(platform),
  openDebits: openDebits(wireReading(platform)),
  unitOfWork: unitOfWork(platform),
  ids: platform.ids,
  meter: platform.meter,
});
