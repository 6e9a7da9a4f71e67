import * as z from 'zod';
import { instant, minorUnits } from '../../functions/kernel/persistence/item.ts';
import type { DocumentedItem } from './catalog.ts';
import { code, page, table } from './markdown.ts';

const scalar = (schema: unknown): string => {
  if (schema instanceof z.ZodBoolean) return 'BOOL';
  if (schema instanceof z.ZodBigInt || schema instanceof z.ZodNumber) return 'N';
  if (schema instanceof z.ZodEnum) return `S: ${schema.options.map(String).join(', ')}`;
  if (schema instanceof z.ZodLiteral) return `S: ${[...schema.values].map(String).join(', ')}`;
  return schema instanceof z.ZodString || schema instanceof z.ZodStringFormat ? 'S' : 'any';
};

const composite = (schema: unknown): string => {
  if (schema instanceof z.ZodObject) return `M { ${Object.keys(schema.shape).join(', ')} }`;
  if (schema instanceof z.ZodRecord) return 'M';
  if (schema instanceof z.ZodArray) return `L of ${storedAs(schema.element)}`;
  if (schema instanceof z.ZodUnion) return schema.options.map(storedAs).join(' or ');
  return scalar(schema);
};

/** How a schema is stored: DynamoDB's type, and what it means where that is not obvious. */
const storedAs = (schema: unknown): string => {
  if (schema === instant) return 'S, instant';
  if (schema === minorUnits) return 'N, minor units';
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return storedAs(schema.unwrap());
  if (schema instanceof z.ZodNullable) return `${storedAs(schema.unwrap())}, or NULL`;
  return schema instanceof z.ZodCodec || schema instanceof z.ZodPipe ? storedAs(schema.def.in) : composite(schema);
};

const isOptional = (schema: unknown): boolean => schema instanceof z.ZodOptional;

const objectsOf = (schema: z.ZodType): readonly z.ZodObject[] => {
  if (schema instanceof z.ZodObject) return [schema];
  return schema instanceof z.ZodUnion
    ? schema.options.flatMap((option) => (option instanceof z.ZodObject ? [option] : []))
    : [];
};

const attributes = (schema: z.ZodType): readonly (readonly string[])[] =>
  objectsOf(schema).flatMap(({ shape }) =>
    Object.entries(shape).map(([name, attribute]) => [
      code(name),
      storedAs(attribute),
      isOptional(attribute) ? 'no' : 'yes',
    ]),
  );

const section = (item: DocumentedItem): string => {
  const keys = Object.entries(item.keys).map(([name, pattern]) => [code(name), code(pattern ?? '')]);
  return [
    `### ${item.name}`,
    item.summary,
    `Owner: ${code(item.subdomain)}, in ${code(item.file)}.`,
    table(['Key', 'Pattern'], keys),
    table(['Attribute', 'Stored as', 'Always there'], attributes(item.schema)),
  ].join('\n\n');
};

/** docs/reference/items.md: what is in the table, and who owns it. */
export const itemsPage = (items: readonly DocumentedItem[]): string => {
  const owners = [...new Set(items.map(({ subdomain }) => subdomain))];
  return page(
    'Items',
    'One table, `pk` and `sk`, indexes `gsi1` and `gsi2` (both project everything), TTL `expiresAt`, stream with both images. Every item also carries `item`, the name of its type. The sandbox twin has a table of its own with the same shape.',
    table(
      ['Item', 'Owner', 'pk', 'sk', 'What it is'],
      items.map((item) => [
        code(item.name),
        item.subdomain,
        code(item.keys['pk'] ?? ''),
        code(item.keys['sk'] ?? ''),
        item.summary,
      ]),
    ),
    ...owners.flatMap((owner) => [`## ${owner}`, ...items.filter(({ subdomain }) => subdomain === owner).map(section)]),
  );
};
