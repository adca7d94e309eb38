import { refName, type Schema, type Spec } from './spec.ts';

/** Stands where a schema contains itself. */
const AGAIN = '…';

/**
 * A value that fits the schema: its own example where it has one, else made from its parts. Optional properties are included, since
 * an example is read to see what there is.
 */
export function exampleOf(schema: Schema | undefined, spec: Spec, within: readonly string[] = []): unknown {
  if (!schema) return null;
  if (schema.example !== undefined) return schema.example;
  if (schema.examples?.length) return schema.examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.$ref) return referred(schema.$ref, spec, within);
  if (schema.enum?.length) return schema.enum[0];
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => exampleOf(part, spec, within)));
  const choice = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].find(({ type }) => type !== 'null');
  return choice ? exampleOf(choice, spec, within) : plain(schema, spec, within);
}

function referred(ref: string, spec: Spec, within: readonly string[]): unknown {
  const name = refName(ref);
  return within.includes(name) ? AGAIN : exampleOf(spec.components?.schemas?.[name], spec, [...within, name]);
}

const BY_FORMAT: Record<string, string> = {
  date: '2026-11-21',
  'date-time': '2026-11-21T14:02:11Z',
  uuid: '019c1d2e-7a40-7c11-9d3e-52b6c0f1a804',
  uri: 'https://example.org/',
  email: 'awa@example.org',
  binary: '(bytes)',
};

function plain(schema: Schema, spec: Spec, within: readonly string[]): unknown {
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type;
  if (type === 'array') return schema.items ? [exampleOf(schema.items, spec, within)] : [];
  if (type === 'integer' || type === 'number') return schema.minimum ?? 0;
  if (type === 'boolean') return true;
  if (type === 'string') return BY_FORMAT[schema.format ?? ''] ?? 'text';
  const members = Object.entries(schema.properties ?? {});
  return Object.fromEntries(members.map(([name, part]) => [name, exampleOf(part, spec, within)]));
}
