import type { Application, Content } from '@api/types';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '~/lib/net/problem.ts';
import { DraftEditor, differences, type Keeper, type Kept, withLeaf } from './draft-editor.ts';

function application(version: number, content: Content): Application {
  return {
    id: 'a1',
    reference: 'DCO-2026-000001',
    status: 'draft',
    exporterId: 'e1',
    exporterName: 'Coopérative de Sikasso',
    updatedAt: '2026-11-21T10:00:00Z',
    late: false,
    version,
    content,
    exporter: {
      id: 'e1',
      status: 'verified',
      profile: 'producer',
      name: 'Coopérative de Sikasso',
      address: { street: '', city: 'Sikasso', country: 'ML' },
    },
    documents: [],
    requiredDocuments: [],
    clock: { workedSeconds: 0, paused: false, late: false },
    allowedActions: ['edit'],
  };
}

const conflict = (current: Application) =>
  new Problem({ status: 412, code: 'precondition_failed', title: 'Changé', current });
const offline = () => new Problem({ status: 0, code: 'offline', title: 'offline' });

let shelf: Map<string, Kept>;
let keeper: Keeper;
const write = vi.fn<(id: string, content: Content, version: number) => Promise<Application>>();

beforeEach(() => {
  shelf = new Map();
  keeper = {
    load: (id) => shelf.get(id) ?? null,
    save: (id, kept) => void (kept ? shelf.set(id, kept) : shelf.delete(id)),
  };
  write.mockReset();
});

describe('saving', () => {
  it('sends only what was written, with the version seen, and forgets the copy on the device', async () => {
    const editor = new DraftEditor(application(3, { remarks: 'x' }), write, keeper);
    write.mockImplementation(async (_id, content) => application(4, { remarks: 'x', ...content }));
    editor.change({ destination: 'CI' });
    expect(shelf.has('a1')).toBe(true);
    expect(await editor.flush()).toBe(true);
    expect(write).toHaveBeenCalledExactlyOnceWith('a1', { destination: 'CI' }, 3);
    expect(editor.state.value.kind).toBe('saved');
    expect(shelf.has('a1')).toBe(false);
  });

  it('sends what was written meanwhile in a second request with the new version', async () => {
    const editor = new DraftEditor(application(1, {}), write, keeper);
    write.mockImplementationOnce(async (_id, content) => {
      editor.change({ remarks: 'pendant' });
      return application(2, content);
    });
    write.mockImplementationOnce(async (_id, content) => application(3, { destination: 'CI', ...content }));
    editor.change({ destination: 'CI' });
    expect(await editor.flush()).toBe(true);
    expect(write.mock.calls.map((call) => [call[1], call[2]])).toEqual([
      [{ destination: 'CI' }, 1],
      [{ remarks: 'pendant' }, 2],
    ]);
  });

  it('keeps everything on the device while the network is gone, and sends it after a new start', async () => {
    const editor = new DraftEditor(application(1, {}), write, keeper);
    write.mockRejectedValueOnce(offline());
    editor.change({ remarks: 'gardé' });
    expect(await editor.flush()).toBe(false);
    expect(editor.state.value.kind).toBe('waiting');
    const again = new DraftEditor(application(1, {}), write, keeper);
    expect(again.content.remarks).toBe('gardé');
    write.mockImplementation(async (_id, content) => application(2, content));
    expect(await again.flush()).toBe(true);
    expect(again.application.value.content.remarks).toBe('gardé');
  });

  it('stops at a refusal and tells it', async () => {
    const editor = new DraftEditor(application(1, {}), write, keeper);
    write.mockRejectedValueOnce(new Problem({ status: 422, code: 'invalid', title: 'Non' }));
    editor.change({ destination: 'XX' });
    expect(await editor.flush()).toBe(false);
    expect(editor.state.value).toMatchObject({ kind: 'refused', problem: { code: 'invalid' } });
  });
});

describe('two people', () => {
  it('on different parts never notice', async () => {
    const editor = new DraftEditor(application(1, { remarks: 'a' }), write, keeper);
    const theirs = application(2, { remarks: 'a', destination: 'SN' });
    write.mockRejectedValueOnce(conflict(theirs));
    write.mockImplementationOnce(async (_id, content) => application(3, { ...theirs.content, ...content }));
    editor.change({ remarks: 'b' });
    expect(await editor.flush()).toBe(true);
    expect(write.mock.calls[1]?.[2]).toBe(2);
    expect(editor.content).toEqual({ remarks: 'b', destination: 'SN' });
  });

  it('on different fields of one part keep both', async () => {
    const editor = new DraftEditor(application(1, { consignee: { name: 'A', city: 'Dakar' } }), write, keeper);
    const theirs = application(2, { consignee: { name: 'A', city: 'Thiès' } });
    write.mockRejectedValueOnce(conflict(theirs));
    write.mockImplementationOnce(async (_id, content) => application(3, content));
    editor.change({ consignee: { name: 'B', city: 'Dakar' } });
    expect(await editor.flush()).toBe(true);
    expect(write.mock.calls[1]?.[1]).toEqual({ consignee: { name: 'B', city: 'Thiès' } });
  });

  it('on the same field are asked, and the choice is saved over the newer version', async () => {
    const editor = new DraftEditor(application(1, { consignee: { name: 'A', city: 'Dakar' } }), write, keeper);
    write.mockRejectedValueOnce(conflict(application(2, { consignee: { name: 'C', city: 'Thiès' } })));
    editor.change({ consignee: { name: 'B', city: 'Dakar' } });
    expect(await editor.flush()).toBe(false);
    expect(editor.conflicts()).toEqual([{ pointer: '/consignee/name', before: 'A', mine: 'B', theirs: 'C' }]);
    write.mockImplementationOnce(async (_id, content) => application(3, content));
    expect(await editor.resolve(new Set())).toBe(true);
    expect(write.mock.calls[1]).toEqual(['a1', { consignee: { name: 'B', city: 'Thiès' } }, 2]);
  });

  it('may leave the other value', async () => {
    const editor = new DraftEditor(application(1, { remarks: 'a' }), write, keeper);
    write.mockRejectedValueOnce(conflict(application(2, { remarks: 'c' })));
    editor.change({ remarks: 'b' });
    await editor.flush();
    write.mockImplementationOnce(async (_id, content) => application(3, content));
    await editor.resolve(new Set(['/remarks']));
    expect(write.mock.calls[1]?.[1]).toEqual({ remarks: 'c' });
  });
});

describe('leaves', () => {
  it('are compared inside lists of the same length only', () => {
    expect(differences([{ a: 1 }], [{ a: 2 }], [{ a: 3 }])).toEqual([
      { pointer: '/0/a', before: 1, mine: 2, theirs: 3 },
    ]);
    expect(differences([], [{ a: 2 }], [])).toEqual([{ pointer: '', before: [], mine: [{ a: 2 }], theirs: [] }]);
  });

  it('are replaced without touching the original', () => {
    const root = { goods: [{ marks: 'x' }] };
    expect(withLeaf(root, '/goods/0/marks', 'y')).toEqual({ goods: [{ marks: 'y' }] });
    expect(root.goods[0]?.marks).toBe('x');
  });
});
