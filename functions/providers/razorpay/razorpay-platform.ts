import type { Platform } from '../../kernel/platform/platform.ts';

/** What the adapter needs of the platform. */
export type RazorpayPlatform = Pick<Platform, 'fetch' | 'secrets' | 'meter' | 'clock' | 'random' | 'settings'>;
