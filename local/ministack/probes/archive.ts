import { crc32 } from 'node:zlib';

const localHeaderBytes = 30;
const centralHeaderBytes = 46;
const endRecordBytes = 22;
const zipVersion = 20;
// 1 January 1980, the oldest date the format can carry: equal contents give equal archives.
const oldestDate = 0x21;

/**
 * A zip archive without compression, which is all that a Lambda deployment package has to be.
 *
 * @param files contents by path inside the archive, with forward slashes.
 */
export function zip(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const path = Buffer.from(name);
    const body = Buffer.from(content);
    const common = commonFields(path, body);
    const local = Buffer.alloc(localHeaderBytes);
    local.writeUInt32LE(0x04034b50, 0);
    common.copy(local, 4);
    bodies.push(local, path, body);

    const central = Buffer.alloc(centralHeaderBytes);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(zipVersion, 4);
    common.copy(central, 6);
    central.writeUInt32LE(offset, 42);
    directory.push(central, path);
    offset += local.length + path.length + body.length;
  }
  return Buffer.concat([
    ...bodies,
    ...directory,
    endRecord(Buffer.concat(directory).length, offset, directory.length / 2),
  ]);
}

/** The 26 bytes that a file's local and its central header share. */
function commonFields(path: Buffer, body: Buffer): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(zipVersion, 0);
  fields.writeUInt16LE(oldestDate, 8);
  fields.writeUInt32LE(crc32(body), 10);
  fields.writeUInt32LE(body.length, 14);
  fields.writeUInt32LE(body.length, 18);
  fields.writeUInt16LE(path.length, 22);
  return fields;
}

function endRecord(directoryBytes: number, directoryOffset: number, count: number): Buffer {
  const record = Buffer.alloc(endRecordBytes);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(directoryBytes, 12);
  record.writeUInt32LE(directoryOffset, 16);
  return record;
}
