import type { Exchange, ProviderPlatform } from './exchange.ts';

/** Interceptor: measures what the platform waits for, from request to readable answer (M-37). */
export const measured =
  (platform: Pick<ProviderPlatform, 'meter' | 'clock'>) =>
  (next: Exchange): Exchange =>
  async (request) => {
    const startedAt = platform.clock.now().epochMilliseconds;
    const sample = (status: number): void => {
      const latencyMs = platform.clock.now().epochMilliseconds - startedAt;
      platform.meter.provider({ provider: request.provider, call: request.call, status, latencyMs });
    };
    try {
      const answer = await next(request);
      sample(answer.status);
      return answer;
    } catch (error) {
      sample(0);
      throw error;
    }
  };
