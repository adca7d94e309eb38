// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { exampleOf } from './api-reference/example.ts';
import { problemCodes, renderReference, typeOf } from './api-reference/render.ts';
import { operationsByTag, type Spec } from './api-reference/spec.ts';
import { REFERENCE_LANGUAGES } from './api-reference/words.ts';
import { fillShell } from './prerender.ts';

const spec: Spec = {
  info: { title: 'Service', version: '1', description: 'Use `code`.\n\nSecond <b>paragraph</b>.' },
  paths: {
    '/fees': {
      get: {
        operationId: 'list_fees',
        tags: ['reference'],
        summary: 'The fees.',
        parameters: [{ name: 'scheme', in: 'query', required: true, schema: { type: 'string', maxLength: 3 } }],
        responses: {
          200: {
            description: 'Found',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Fee' } } },
          },
          409: {
            description: 'Refused',
            content: { 'application/problem+json': { example: { code: 'attempt_live' } } },
          },
        },
      },
      post: { operationId: 'create_fee', responses: { 204: {} }, security: [{ bearer: [] }] },
    },
  },
  components: {
    schemas: {
      Fee: {
        type: 'object',
        required: ['scheme'],
        properties: {
          scheme: { type: 'string', enum: ['ZLE', 'CED'] },
          validFrom: { type: ['string', 'null'], format: 'date' },
          parent: { oneOf: [{ type: 'null' }, { $ref: '#/components/schemas/Fee' }] },
        },
      },
    },
  },
};

describe('the API reference', () => {
  const [french, english] = REFERENCE_LANGUAGES.map((words) => renderReference(spec, words));

  it('has every operation, parameter, answer and schema, in both languages', () => {
    for (const page of [french, english]) {
      for (const text of [
        'id="list_fees"',
        'id="create_fee"',
        'id="schema-Fee"',
        '<code>scheme</code>',
        '<code>409</code>',
        'maxLength: 3',
      ])
        expect(page).toContain(text);
    }
    expect(french).toContain('Sans session');
    expect(french).toContain('Session requise');
    expect(english).toContain('No session');
  });

  it('runs no script and escapes what the description says', () => {
    expect(french).not.toMatch(/<script/i);
    expect(french).toContain('Second &lt;b&gt;paragraph&lt;/b&gt;.');
    expect(french).toContain('Use <code>code</code>.');
  });

  it('links only to what is on the page', () => {
    const targets = [...(french ?? '').matchAll(/href="#([^"]+)"/g)].map((match) => match[1]);
    expect(targets.length).toBeGreaterThan(8);
    for (const target of targets) expect(french).toContain(`id="${target}"`);
  });

  it('makes examples that stop when a schema contains itself', () => {
    expect(exampleOf({ $ref: '#/components/schemas/Fee' }, spec)).toEqual({
      scheme: 'ZLE',
      validFrom: '2026-11-21',
      parent: '…',
    });
  });

  it('says types in words and gathers the codes of problems', () => {
    expect(typeOf({ type: 'array', items: { $ref: '#/x/Fee' } }).text).toBe('<a href="#schema-Fee">Fee</a>[]');
    expect(typeOf({ type: ['string', 'null'], format: 'date' }).text).toContain('string (date)');
    expect(problemCodes(spec)).toEqual(['attempt_live']);
    expect([...operationsByTag(spec).keys()]).toEqual(['reference', 'other']);
  });
});

describe('a page drawn by the build', () => {
  const shell =
    '<html><head><title>x</title><link rel="stylesheet" crossorigin href="/a.css"></head><body><div id="app"></div></body></html>';
  const page = {
    path: '/aide',
    title: 'Aide & <co>',
    description: 'Des "réponses"',
    html: '<h1>$& Aide</h1>',
    module: undefined,
  };

  it('has its own head and content', () => {
    const filled = fillShell(shell, page, {});
    expect(filled).toContain('<title>Aide &amp; &lt;co> — Bɔyɔrɔ</title>');
    expect(filled).toContain('content="Des &quot;réponses&quot;"');
    expect(filled).toContain('<div id="app" data-page="/aide"><h1>$& Aide</h1></div>');
  });

  it('brings its own files with those of the shell, each once', () => {
    const manifest = {
      'help.tsx': { file: 'help.js', css: ['help.css', 'a.css'], imports: ['_shared'] },
      _shared: { file: 'shared.js', imports: ['help.tsx'] },
    };
    const filled = fillShell(shell, { ...page, module: 'help.tsx' }, manifest);
    for (const file of ['help.js', 'shared.js', 'help.css', 'a.css'])
      expect(filled.split(`href="/${file}"`)).toHaveLength(2);
  });

  it('is not made without its place in the shell or without its chunk', () => {
    expect(() => fillShell('<html></html>', page, {})).toThrow('app');
    expect(() => fillShell(shell, { ...page, module: 'gone.tsx' }, {})).toThrow('gone.tsx');
  });
});
