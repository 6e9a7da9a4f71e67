import type { Declaration } from '../kernel/operation/declaration.ts';
import { recordDeliveryReceipt } from './record-delivery-receipt/declaration.ts';
import { sendNotification } from './send-notification/declaration.ts';

export const operations: readonly Declaration[] = [sendNotification, recordDeliveryReceipt];
