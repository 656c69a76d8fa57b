// What every page owes whoever looks at it.

import assert from 'node:assert/strict';

// Keeps a picture of a page, and holds it to be without barriers, no wider than its screen, and without faults unseen.
export async function look(visitor, name) {
  await visitor.picture(name);
  assert.deepEqual(await visitor.barriers(), [], name);
  assert.equal(await visitor.overflow(), 0, name);
  assert.deepEqual(visitor.problems, [], name);
}
