import { exampleOf } from './example.ts';
import {
  type Answer,
  type Media,
  operationsByTag,
  type Parameter,
  type PlacedOperation,
  refName,
  type Schema,
  type Spec,
} from './spec.ts';
import type { ReferenceWords } from './words.ts';

/** Text that is safe to put into a page. Everything from the description goes through `html`, which escapes what is not already safe. */
class Html {
  constructor(readonly text: string) {}
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function safe(value: unknown): string {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(safe).join('');
  if (value === undefined || value === null || value === false) return '';
  return String(value).replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}

function html(parts: TemplateStringsArray, ...values: unknown[]): Html {
  return new Html(parts.map((part, i) => part + safe(values[i])).join(''));
}

/** The descriptions are a little Markdown: paragraphs and `code`. */
function prose(text: string | undefined): Html {
  if (!text) return html``;
  const inline = (paragraph: string) =>
    paragraph.split(/`([^`]*)`/).map((piece, i) => (i % 2 ? html`<code>${piece}</code>` : html`${piece}`));
  return html`${text.split(/\n{2,}/).map((paragraph) => html`<p lang="en">${inline(paragraph)}</p>`)}`;
}

/** A type in a few words, with links to the schemas it is made of. */
export function typeOf(schema: Schema | undefined): Html {
  if (!schema) return html`<span class="type">any</span>`;
  if (schema.$ref) return html`<a href="#schema-${refName(schema.$ref)}">${refName(schema.$ref)}</a>`;
  const choices = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  if (choices.length) return joined(choices.map(typeOf), ' | ');
  if (schema.allOf) return joined(schema.allOf.map(typeOf), ' & ');
  const types = [schema.type ?? 'any'].flat();
  return joined(
    types.map((type) => simpleType(type, schema)),
    ' | ',
  );
}

function simpleType(type: string, schema: Schema): Html {
  if (type === 'array') return html`${typeOf(schema.items)}[]`;
  if (type === 'object' && typeof schema.additionalProperties === 'object') {
    return html`{ [key]: ${typeOf(schema.additionalProperties)} }`;
  }
  return html`<span class="type">${schema.format ? `${type} (${schema.format})` : type}</span>`;
}

function joined(parts: Html[], separator: string): Html {
  return new Html(parts.map(({ text }) => text).join(separator));
}

/** What a value may be, beyond its type. */
function limits(schema: Schema | undefined): Html {
  if (!schema) return html``;
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, pattern } = schema;
  const known = { minimum, maximum, minLength, maxLength, minItems, maxItems, pattern, default: schema.default };
  const said = Object.entries(known).filter(([, value]) => value !== undefined);
  return html`${said.map(([name, value]) => html` <code>${name}: ${value}</code>`)}${enumeration(schema)}`;
}

function enumeration({ enum: values }: Schema): Html {
  return values
    ? joined(
        values.map((value) => html`<code>${value}</code>`),
        ' ',
      )
    : html``;
}

function json(value: unknown): Html {
  return html`<pre tabindex="0"><code>${JSON.stringify(value, null, 2)}</code></pre>`;
}

function parameterTable(parameters: readonly Parameter[], words: ReferenceWords): Html {
  if (parameters.length === 0) return html``;
  const rows = parameters.map(
    (
      one,
    ) => html`<tr><th scope="row"><code>${one.name}</code>${one.required && html` <small>${words.required}</small>`}</th>
<td>${one.in}</td><td>${typeOf(one.schema)} ${limits(one.schema)}</td><td>${prose(one.description)}</td></tr>`,
  );
  return html`<h4>${words.parameters}</h4>
<div class="scroll" tabindex="0" role="group" aria-label="${words.parameters}"><table><thead><tr><th scope="col">${words.name}</th><th scope="col">${words.place}</th>
<th scope="col">${words.type}</th><th scope="col">${words.meaning}</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function examplesOf(media: Media, spec: Spec): unknown[] {
  if (media.example !== undefined) return [media.example];
  const named = Object.values(media.examples ?? {}).map(({ value }) => value);
  return named.length ? named : [exampleOf(media.schema, spec)];
}

function mediaBlock(content: Record<string, Media>, spec: Spec, words: ReferenceWords): Html {
  return html`${Object.entries(content).map(([type, media]) => {
    const shown = /json/.test(type) ? examplesOf(media, spec).map(json) : [];
    return html`<p><code>${type}</code> ${media.schema && typeOf(media.schema)}</p>
${shown.length > 0 && html`<details><summary>${words.example}</summary>${shown}</details>`}`;
  })}`;
}

function answerBlock(status: string, answer: Answer, spec: Spec, words: ReferenceWords): Html {
  const content = answer.content ?? {};
  const empty = Object.keys(content).length === 0;
  return html`<div class="answer"><dt><code>${status}</code></dt><dd>${prose(answer.description)}
${empty ? html`<p>${words.empty}</p>` : mediaBlock(content, spec, words)}</dd></div>`;
}

function operationBlock(operation: PlacedOperation, spec: Spec, words: ReferenceWords): Html {
  const {
    operationId,
    method,
    path,
    summary,
    description,
    parameters = [],
    requestBody,
    responses,
    security,
  } = operation;
  return html`<section class="operation" id="${operationId}">
<h3><span class="method method-${method}">${method.toUpperCase()}</span> <code>${path}</code></h3>
${prose(summary)}${prose(description)}
<p class="quiet">${security?.length ? words.signedIn : words.open} · <code>${operationId}</code></p>
${parameterTable(parameters, words)}
${requestBody && html`<h4>${words.body}</h4>${prose(requestBody.description)}${mediaBlock(requestBody.content, spec, words)}`}
<h4>${words.answers}</h4>
<dl>${Object.entries(responses).map(([status, answer]) => answerBlock(status, answer, spec, words))}</dl>
</section>`;
}

function schemaBlock(name: string, schema: Schema, words: ReferenceWords): Html {
  const members = Object.entries(schema.properties ?? {});
  const rows = members.map(
    ([member, part]) =>
      html`<tr><th scope="row"><code>${member}</code>${
        schema.required?.includes(member) && html` <small>${words.required}</small>`
      }</th><td>${typeOf(part)} ${limits(part)}</td><td>${prose(part.description)}</td></tr>`,
  );
  const table = html`<div class="scroll" tabindex="0" role="group" aria-label="${name}"><table><thead><tr><th scope="col">${words.name}</th><th scope="col">${words.type}</th>
<th scope="col">${words.meaning}</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  const values = schema.enum && html`<p>${words.values} : ${enumeration(schema)}</p>`;
  return html`<section id="schema-${name}"><h3><code>${name}</code></h3>
${prose(schema.description)}${values}${members.length > 0 ? table : !schema.enum && html`<p>${typeOf(schema)}</p>`}</section>`;
}

/** Every value of a member `code` in the examples of answers that are problems, and the schema's own list if it has one. */
export function problemCodes(spec: Spec): string[] {
  const codes = new Set<string>();
  for (const operations of operationsByTag(spec).values()) {
    for (const { responses } of operations) {
      for (const answer of Object.values(responses)) {
        const media = answer.content?.['application/problem+json'];
        if (media) for (const example of examplesOf(media, spec)) addCode(example, codes);
      }
    }
  }
  for (const value of spec.components?.schemas?.Problem?.properties?.code?.enum ?? []) codes.add(String(value));
  return [...codes].sort();
}

function addCode(example: unknown, codes: Set<string>): void {
  const code: unknown = typeof example === 'object' && example !== null ? Reflect.get(example, 'code') : undefined;
  if (typeof code === 'string') codes.add(code);
}

function contents(spec: Spec, words: ReferenceWords): Html {
  const groups = [...operationsByTag(spec)].map(
    ([tag, operations]) =>
      html`<li><a href="#tag-${tag}">${tag}</a><ul>${operations.map(
        ({ operationId, method, path }) =>
          html`<li><a href="#${operationId}"><b>${method.toUpperCase()}</b> ${path.replace('/api/v1', '')}</a></li>`,
      )}</ul></li>`,
  );
  return html`<nav class="contents" aria-label="${words.contents}"><ul><li><a href="#conventions">${words.conventions}</a></li>
<li><a href="#errors">${words.errors}</a></li>${groups}<li><a href="#schemas">${words.schemas}</a></li></ul></nav>`;
}

/** The whole reference as one page without scripts. */
export function renderReference(spec: Spec, words: ReferenceWords): string {
  const tags = [...operationsByTag(spec)].map(
    ([tag, operations]) => html`<section aria-labelledby="tag-${tag}"><h2 id="tag-${tag}">${tag}</h2>
${operations.map((operation) => operationBlock(operation, spec, words))}</section>`,
  );
  const schemas = Object.entries(spec.components?.schemas ?? {}).map(([name, schema]) =>
    schemaBlock(name, schema, words),
  );
  const codes = problemCodes(spec);
  return html`<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${words.title} — ${spec.info.title}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/reference.css">
</head>
<body>
<a class="skip" href="#content">${words.skip}</a>
<header><a class="brand" href="/">${words.home}</a> <a href="${words.otherHref}" hreflang="${words.language === 'fr' ? 'en' : 'fr'}">${words.other}</a></header>
<div class="layout">
${contents(spec, words)}
<main id="content" tabindex="-1">
<h1>${words.title}</h1>
${prose(spec.info.description)}
<p>${words.version} ${spec.info.version} · <a href="/openapi.yaml">${words.download}</a></p>
<p class="quiet">${words.english}</p>
<section aria-labelledby="conventions"><h2 id="conventions">${words.conventions}</h2><ul>${words.rules.map((rule) => html`<li>${rule}</li>`)}</ul></section>
<section aria-labelledby="errors"><h2 id="errors">${words.errors}</h2><p>${words.errorsLead}</p>
${
  codes.length > 0 &&
  html`<p>${words.errorCodes} : ${joined(
    codes.map((code) => html`<code>${code}</code>`),
    ' ',
  )}</p>`
}</section>
${tags}
<section aria-labelledby="schemas"><h2 id="schemas">${words.schemas}</h2>${schemas}</section>
</main>
</div>
</body>
</html>
`.text;
}
