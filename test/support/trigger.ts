import { randomUUID } from 'node:crypto';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
  SQSBatchResponse,
  SQSEvent,
} from 'aws-lambda';

type QueueHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

export const noContext = {} as Context;

/** An SQS batch as Lambda delivers it. */
export const batchOf = (...messages: readonly unknown[]): SQSEvent => ({
  Records: messages.map((message) => ({
    messageId: randomUUID(),
    receiptHandle: '',
    body: typeof message === 'string' ? message : JSON.stringify(message),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: '',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: 'ap-south-1',
  })),
});

/** Delivers one message. @returns whether it was handled */
export const deliver = async (handler: QueueHandler, message: unknown): Promise<boolean> =>
  (await handler(batchOf(message), noContext)).batchItemFailures.length === 0;

type UrlHandler = (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

/** Calls a Function URL. */
export const callUrl = async (
  handler: UrlHandler,
  request: { method?: string; path?: string; headers?: Record<string, string>; body?: string },
): Promise<{ status: number; body: string }> => {
  const event = {
    rawPath: request.path ?? '/events',
    headers: request.headers ?? {},
    queryStringParameters: {},
    body: request.body ?? '',
    isBase64Encoded: false,
    requestContext: { requestId: randomUUID(), http: { method: request.method ?? 'POST' } },
  } as unknown as APIGatewayProxyEventV2;
  const result = await handler(event, noContext);
  return { status: result.statusCode ?? 200, body: result.body ?? '' };
};
