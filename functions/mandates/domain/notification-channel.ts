/** How the customer wants to be told of debits (rule 11). */
export const notificationChannels = ['sms', 'email'] as const;
export type NotificationChannel = (typeof notificationChannels)[number];
