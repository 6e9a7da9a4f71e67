import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { APIGatewayEventClientCertificate } from 'aws-lambda';

/** A request as read from the wire. */
export interface GatewayRequest {
  readonly requestId: string;
  readonly method: string;
  /** Path as sent, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names as sent; a repeated header keeps all its values. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: Buffer;
  readonly sourceIp: string;
  readonly receivedAtMs: number;
  /** What the caller proved itself with; only at the door with mutual TLS. */
  readonly clientCertificate?: APIGatewayEventClientCertificate;
}

/** API Gateway takes no larger body. */
export const largestBodyBytes = 10 * 1024 * 1024;

/** Header names in lower case to all their values. */
export const headersOf = (incoming: IncomingMessage): ReadonlyMap<string, readonly string[]> => {
  const headers = new Map<string, string[]>();
  for (let position = 0; position < incoming.rawHeaders.length; position += 2) {
    const name = (incoming.rawHeaders[position] ?? '').toLowerCase();
    const value = incoming.rawHeaders[position + 1] ?? '';
    headers.set(name, [...(headers.get(name) ?? []), value]);
  }
  return headers;
};

/** @returns undefined when the body is larger than the gateway takes */
export const readBody = async (incoming: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    // Read on without keeping: a caller that is still sending would not hear an early answer.
    if (size <= largestBodyBytes) chunks.push(bytes);
  }
  return size > largestBodyBytes ? undefined : Buffer.concat(chunks);
};

export const lastHeader = (request: GatewayRequest, name: string): string | undefined =>
  request.headers.get(name)?.at(-1);

/** The client's certificate in API Gateway's words; undefined at the plain door. */
export const clientCertificateOf = ({ socket }: IncomingMessage): APIGatewayEventClientCertificate | undefined => {
  const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  if (certificate === undefined) return undefined;
  const { subject, issuer, serialNumber, validFrom, validTo } = certificate;
  return {
    clientCertPem: certificate.toString(),
    subjectDN: subject.replaceAll('\n', ','),
    issuerDN: issuer.replaceAll('\n', ','),
    serialNumber,
    validity: { notBefore: validFrom, notAfter: validTo },
  };
};
