// @hubspot/api-client, unmodified, against the sandbox's HubSpot. Takes the sandbox's ready line from
// SYNCLINE_SANDBOX_READY, prints a line for each check and ends with 1 at the first that fails.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import hubspot from '@hubspot/api-client';

const ready = JSON.parse(process.env.SYNCLINE_SANDBOX_READY);
const { url, portalId, appId, clientId, clientSecret, accessToken, refreshToken, developerKey } = ready.hubspot;
const waitMs = 15_000;
const pollMs = 300;
const mark = randomUUID().slice(0, 8);
const address = (name) => `${name}.${mark}@conformance.example`;

let running = 'start';
async function check(what, run) {
  running = what;
  const found = await run();
  console.log(`ok  hubspot  ${what}${found === undefined ? '' : `: ${found}`}`);
}

function fail(error) {
  console.error(`failed  hubspot  ${running}: ${error?.stack ?? error}`);
  process.exit(1);
}
process.on('unhandledRejection', fail);
process.on('uncaughtException', fail);

/** Asks again until there is an answer. */
async function until(what, ask) {
  const end = Date.now() + waitMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`${what}: nothing within ${waitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

const withToken = (token) => new hubspot.Client({ accessToken: token, basePath: url, numberOfApiCallRetries: 3 });
const client = withToken(accessToken);
const contacts = () => client.crm.contacts;
const json = async (response) => {
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
};
const association = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 279 }];

async function records() {
  await check('create, read, update and archive a contact', async () => {
    const made = await contacts().basicApi.create({ properties: { email: address('Ada').toUpperCase(), firstname: 'Ada' }, associations: [] });
    assert.equal(made.properties.email, address('ada'));
    const read = await contacts().basicApi.getById(made.id, ['firstname', 'phone'], ['firstname']);
    assert.equal(read.properties.firstname, 'Ada');
    assert.equal(read.properties.phone, null);
    assert.equal(read.propertiesWithHistory.firstname[0].sourceType, 'INTEGRATION');
    assert.equal(read.propertiesWithHistory.firstname[0].sourceId, String(appId));
    const updated = await contacts().basicApi.update(made.id, { properties: { phone: '+1 555 0100' } });
    assert.equal(updated.properties.phone, '+1 555 0100');
    assert.ok(updated.updatedAt >= made.updatedAt);
    const byEmail = await contacts().basicApi.getById(address('ada'), undefined, undefined, undefined, false, 'email');
    assert.equal(byEmail.id, made.id);
    await contacts().basicApi.archive(made.id);
    await assert.rejects(contacts().basicApi.getById(made.id), { code: 404 });
    return made.id;
  });
  await check('list with paging', async () => {
    const all = await contacts().getAll(100, undefined, ['email']);
    assert.ok(all.length > 100);
    assert.equal(new Set(all.map((contact) => contact.id)).size, all.length);
    return `${all.length} contacts`;
  });
  await check('invalid values and clashes are told', async () => {
    const invalid = { properties: { email: address('bad'), rating: 'gold', nosuch: '1' }, associations: [] };
    await assert.rejects(contacts().basicApi.create(invalid), (error) => {
      assert.equal(error.code, 400);
      assert.deepEqual(error.body.errors.map((one) => one.code).sort(), ['INVALID_OPTION', 'PROPERTY_DOESNT_EXIST']);
      return true;
    });
    const twin = { properties: { email: address('twin') }, associations: [] };
    const made = await contacts().basicApi.create(twin);
    await assert.rejects(contacts().basicApi.create(twin), (error) => {
      assert.equal(error.code, 409);
      assert.equal(error.body.message, `Contact already exists. Existing ID: ${made.id}`);
      return true;
    });
  });
  await check('merge gives a new id, the old ones lead to it', async () => {
    const [first, second] = await Promise.all(['m1', 'm2'].map((name) => contacts().basicApi.create({ properties: { email: address(name) }, associations: [] })));
    const merged = await contacts().basicApi.merge({ primaryObjectId: first.id, objectIdToMerge: second.id });
    assert.notEqual(merged.id, first.id);
    assert.equal((await contacts().basicApi.getById(second.id)).id, merged.id);
    return `${first.id} + ${second.id} = ${merged.id}`;
  });
}

async function batches() {
  const input = (name, properties = {}) => ({ objectWriteTraceId: name, properties: { email: address(name), ...properties }, associations: [] });
  let made;
  await check('batch create, read, update and archive', async () => {
    made = await contacts().batchApi.create({ inputs: ['b1', 'b2', 'b3'].map((name) => input(name)) });
    assert.equal(made.status, 'COMPLETE');
    const inputs = made.results.map(({ id }) => ({ id }));
    const read = await contacts().batchApi.read({ inputs, properties: ['email'], propertiesWithHistory: ['email'] });
    assert.equal(read.results.length, 3);
    const updated = await contacts().batchApi.update({ inputs: inputs.map(({ id }) => ({ id, properties: { city: 'Bern' } })) });
    assert.ok(updated.results.every((one) => one.properties.city === 'Bern'));
    await contacts().batchApi.archive({ inputs: inputs.slice(2) });
    await assert.rejects(contacts().basicApi.getById(inputs[2].id), { code: 404 });
    return `${made.results.length} contacts`;
  });
  await check('batch with rows that fail', async () => {
    const partial = await contacts().batchApi.create({ inputs: [input('b1'), input('b4'), input('b5', { rating: 'gold' })] });
    assert.equal(partial.results.length, 1);
    assert.equal(partial.numErrors, 2);
    assert.deepEqual(partial.errors.map((one) => one.category), ['CONFLICT', 'VALIDATION_ERROR']);
    assert.deepEqual(partial.errors[0].context.objectWriteTraceId, ['b1']);
    const missing = await contacts().batchApi.read({ inputs: [{ id: '1' }, { id: made.results[0].id }], properties: ['email'], propertiesWithHistory: [] });
    assert.equal(missing.results.length, 1);
    assert.deepEqual(missing.errors[0].context.ids, ['1']);
    return `${partial.numErrors} of 3 refused`;
  });
  await check('batch upsert by a unique property', async () => {
    const row = (city) => ({ inputs: [{ id: `003${mark}`, idProperty: 'sf_contact_id', properties: { email: address('up'), city } }] });
    const first = await contacts().batchApi.upsert(row('Bern'));
    const second = await contacts().batchApi.upsert(row('Basel'));
    assert.equal(first.results[0]._new, true);
    assert.equal(second.results[0]._new, false);
    assert.equal(first.results[0].id, second.results[0].id);
  });
}

async function search() {
  const byMark = { propertyName: 'email', operator: 'CONTAINS_TOKEN', value: mark };
  await check('search finds what was created a moment ago', async () => {
    const found = await until('search', async () => {
      const { results, total } = await contacts().searchApi.doSearch({ filterGroups: [{ filters: [byMark, { propertyName: 'city', operator: 'EQ', value: 'basel' }] }], properties: ['email'], limit: 10, sorts: [], after: '0' });
      return total === 1 && results[0];
    });
    assert.equal(found.properties.email, address('up'));
  });
  await check('search with paging', async () => {
    const ids = new Set();
    let total = 0;
    let pages = 0;
    for (let after = '0'; after !== undefined; pages += 1) {
      const page = await contacts().searchApi.doSearch({ filterGroups: [{ filters: [{ propertyName: 'hs_object_id', operator: 'GT', value: '0' }] }], sorts: ['hs_object_id'], properties: ['email'], limit: 100, after });
      page.results.forEach(({ id }) => ids.add(id));
      total = page.total;
      after = page.paging?.next?.after;
    }
    assert.equal(ids.size, total);
    return `${total} contacts in ${pages} pages`;
  });
  await check('429 is retried by the client', async () => {
    const searchOnce = () => fetch(`${url}/crm/v3/objects/contacts/search`, { method: 'POST', headers: { Authorization: `Bearer ${accessToken}` }, body: '{"limit":1}' });
    const codes = (await Promise.all(Array.from({ length: 12 }, searchOnce))).map(({ status }) => status);
    assert.ok(codes.includes(429));
    const warnings = [];
    const { error } = console;
    console.error = (text) => warnings.push(text);
    const { total } = await contacts().searchApi.doSearch({ filterGroups: [], sorts: [], properties: [], limit: 1, after: '0' });
    console.error = error;
    assert.ok(total > 0);
    assert.match(warnings[0], /status code \[429\], will retry \[1\] time/);
    return `${codes.filter((code) => code === 429).length} of 12 refused, then one retried`;
  });
}

async function catalog() {
  await check('properties', async () => {
    const { results } = await client.crm.properties.coreApi.getAll('contacts');
    const external = results.find(({ name }) => name === 'sf_contact_id');
    assert.equal(external.hasUniqueValue, true);
    const rating = await client.crm.properties.coreApi.getByName('contacts', 'rating');
    assert.deepEqual(rating.options.map(({ value }) => value), ['hot', 'warm', 'cold']);
    assert.equal(results.find(({ name }) => name === 'lastmodifieddate').modificationMetadata.readOnlyValue, true);
    return `${results.length} of contacts`;
  });
  await check('owners', async () => {
    const { results } = await client.crm.owners.ownersApi.getPage();
    const one = await client.crm.owners.ownersApi.getById(Number(results[0].id));
    assert.equal(one.email, results[0].email);
    const archived = await client.crm.owners.ownersApi.getPage(undefined, undefined, undefined, true);
    assert.ok(archived.results.length > 0);
    return `${results.length} active, ${archived.results.length} archived`;
  });
  await check('associations', async () => {
    const company = await client.crm.companies.basicApi.create({ properties: { name: `Hart ${mark}` }, associations: [] });
    const contact = await contacts().basicApi.create({ properties: { email: address('member') }, associations: [] });
    const v4 = client.crm.associations.v4;
    await v4.basicApi.create('contacts', contact.id, 'companies', company.id, association);
    const { results } = await v4.basicApi.getPage('contacts', contact.id, 'companies');
    assert.equal(String(results[0].toObjectId), company.id);
    assert.deepEqual(results[0].associationTypes.map(({ typeId }) => typeId), [1, 279]);
    const batch = await v4.batchApi.getPage('companies', 'contacts', { inputs: [{ id: company.id }] });
    assert.equal(String(batch.results[0].to[0].toObjectId), contact.id);
    await v4.basicApi.archive('contacts', contact.id, 'companies', company.id);
    const none = await v4.batchApi.getPage('contacts', 'companies', { inputs: [{ id: contact.id }] });
    assert.equal(none.errors[0].subCategory, 'crm.associations.NO_ASSOCIATIONS_FOUND');
    return `contact ${contact.id} with company ${company.id}`;
  });
}

async function signIn() {
  await check('access token by refresh token', async () => {
    const token = await client.oauth.tokensApi.create('refresh_token', undefined, undefined, clientId, clientSecret, refreshToken);
    assert.equal(token.expiresIn, 1800);
    const user = withToken(token.accessToken);
    await user.crm.contacts.basicApi.getPage(1);
    const info = await user.oauth.accessTokensApi.get(token.accessToken);
    assert.equal(info.hubId, portalId);
    return `account ${info.hubId}`;
  });
  await check('an unknown refresh token and an unknown token are refused', async () => {
    await assert.rejects(client.oauth.tokensApi.create('refresh_token', undefined, undefined, clientId, clientSecret, 'x'), (error) => {
      assert.equal(error.code, 400);
      assert.equal(error.body.status, 'BAD_REFRESH_TOKEN');
      return true;
    });
    await assert.rejects(withToken('x').crm.contacts.basicApi.getPage(1), { code: 401 });
    withToken(accessToken);
  });
}

async function journal() {
  const scope = ['read', 'subscriptions.read', 'subscriptions.write'].map((one) => `developer.webhooks_journal.${one}`).concat('crm.objects.contacts.read').join(' ');
  const granted = await fetch(`${url}/oauth/2026-09/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope }) });
  const app = withToken((await granted.json()).access_token);
  const ask = async (path, method = 'GET', body = undefined) => json(await app.apiRequest({ method, path: `/webhooks-journal/${path}`, body }));
  let entry;
  await check('journal: what is written appears in a file', async () => {
    const subscription = await ask('subscriptions/2026-09', 'POST', { subscriptionType: 'OBJECT', portalId, objectTypeId: '0-1', actions: ['CREATE', 'UPDATE', 'DELETE'], properties: ['email', 'city'] });
    assert.equal(subscription.status, 200);
    const contact = await client.crm.contacts.basicApi.create({ properties: { email: address('journal'), city: 'Bern' }, associations: [] });
    entry = await until('journal', async () => {
      const answer = await ask('journal/2026-09/latest');
      assert.ok(answer.status === 200 || answer.status === 204);
      return answer.status === 200 && answer.body;
    });
    const file = await (await fetch(entry.url)).json();
    assert.equal(file.offset, entry.currentOffset);
    const event = file.journalEvents.find(({ objectId }) => String(objectId) === contact.id);
    assert.deepEqual(event.propertyChanges, { city: 'Bern', email: address('journal') });
    assert.equal(event.action, 'CREATE');
    return `offset ${entry.currentOffset}`;
  });
  await check('journal: nothing newer is a 204, and files take no token', async () => {
    assert.equal((await ask(`journal/2026-09/offset/${entry.currentOffset}/next`)).status, 204);
    const leaked = await fetch(entry.url, { headers: { Authorization: 'Bearer x' } });
    assert.equal(leaked.status, 400);
    assert.equal((await json(await withToken(accessToken).apiRequest({ path: '/webhooks-journal/journal/2026-09/latest' }))).status, 403);
  });
}

async function webhooks() {
  const received = [];
  const receiver = createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(parts).toString('utf8') });
      response.writeHead(204).end();
    });
  });
  await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const targetUrl = `http://127.0.0.1:${receiver.address().port}/hubspot?shop=1`;
  await check('push webhooks: the client takes both signatures', async () => {
    const developer = new hubspot.Client({ developerApiKey: developerKey, basePath: url });
    await developer.webhooks.settingsApi.configure(appId, { targetUrl, throttling: { maxConcurrentRequests: 10 } });
    const subscription = await developer.webhooks.subscriptionsApi.create(appId, { eventType: 'contact.propertyChange', propertyName: 'city', active: true });
    const contact = await withToken(accessToken).crm.contacts.basicApi.create({ properties: { email: address('push'), city: 'Z\u00fcrich' }, associations: [] });
    const { headers, body } = await until('webhook', async () => received.find((one) => one.body.includes(contact.id)));
    const event = JSON.parse(body).find(({ objectId }) => String(objectId) === contact.id);
    assert.equal(event.propertyValue, 'Z\u00fcrich');
    assert.equal(event.subscriptionId, Number(subscription.id));
    assert.equal(headers['x-hubspot-signature-version'], 'v1');
    const request = { requestBody: body, clientSecret, url: targetUrl, method: 'POST', timestamp: Number(headers['x-hubspot-request-timestamp']) };
    const valid = (signatureVersion, signature, changes = {}) => hubspot.Signature.isValid({ ...request, ...changes, signatureVersion, signature });
    assert.ok(valid('v1', headers['x-hubspot-signature']));
    assert.ok(valid('v3', headers['x-hubspot-signature-v3']));
    assert.ok(!valid('v3', headers['x-hubspot-signature-v3'], { requestBody: `${body} ` }));
    await developer.webhooks.settingsApi.clear(appId);
    return `${event.subscriptionType}, versions 1 and 3`;
  });
  await new Promise((resolve) => receiver.close(resolve));
}

await records();
await batches();
await search();
await catalog();
await signIn();
await journal();
await webhooks();
process.exit(0);
