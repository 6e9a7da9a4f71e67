import type { Temporal } from 'temporal-polyfill';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** `23 Nov 2026, 10:00 IST`: what people in India read as the time of an instant; plain ASCII. */
export const indiaTimeText = (instant: Temporal.Instant): string => {
  const { day, month, year, hour, minute } = instant.toZonedDateTimeISO('Asia/Kolkata');
  return `${day} ${months[month - 1] ?? ''} ${year}, ${twoDigits(hour)}:${twoDigits(minute)} IST`;
};
