// jsforce and faye, unmodified, against the sandbox's Salesforce. Takes the sandbox's ready line from
// SYNCLINE_SANDBOX_READY, prints a line for each check and ends with 1 at the first that fails.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import faye from 'faye';
import jsforce from 'jsforce';
import streaming from 'jsforce/lib/api/streaming.js';

const { url, clientId, clientSecret, username, refreshToken } = JSON.parse(process.env.SYNCLINE_SANDBOX_READY).salesforce;
const version = '66.0';
const waitMs = 15_000;
const redirectUri = 'http://localhost:1717/OauthRedirect';
const mark = randomUUID().slice(0, 8);

let running = 'start';
async function check(client, what, run) {
  running = `${client}  ${what}`;
  const found = await run();
  console.log(`ok  ${client}  ${what}${found === undefined ? '' : `: ${found}`}`);
}

function fail(error) {
  console.error(`failed  ${running}: ${error?.stack ?? error}`);
  process.exit(1);
}
process.on('unhandledRejection', fail);
process.on('uncaughtException', fail);

const oauth2 = () => new jsforce.OAuth2({ loginUrl: url, clientId, clientSecret, redirectUri });
let api;

async function signIn() {
  await check('jsforce', 'sign-in with client credentials', async () => {
    api = new jsforce.Connection({ oauth2: oauth2(), version, callOptions: { client: 'Conformance' } });
    await api.authorize({ grant_type: 'client_credentials' });
    assert.equal(api.instanceUrl, url);
    assert.match(api.accessToken, /^[a-zA-Z0-9]{15}!/);
    assert.equal(api.userInfo.organizationId.length, 18);
    return `org ${api.userInfo.organizationId}`;
  });
  await check('jsforce', 'identity', async () => {
    const me = await api.identity();
    assert.equal(me.username, username);
    assert.equal(me.user_id, api.userInfo.id);
    return me.username;
  });
  await check('jsforce', 'a dead token is refreshed on 401', async () => {
    const stale = new jsforce.Connection({ oauth2: oauth2(), version, instanceUrl: url, accessToken: 'dead', refreshToken });
    let refreshed = 0;
    stale.on('refresh', () => (refreshed += 1));
    const [first, second] = await Promise.all([stale.query('SELECT COUNT() FROM Contact'), stale.limits()]);
    assert.equal(refreshed, 1);
    assert.ok(first.totalSize > 0 && second.DailyApiRequests.Max > 0);
  });
  await check('jsforce', 'sign-in with an authorization code and PKCE', async () => {
    const publicClient = new jsforce.OAuth2({ loginUrl: url, clientId, redirectUri, useVerifier: true });
    const page = publicClient.getAuthorizationUrl({ scope: 'api refresh_token', state: 'nonce', code_challenge_method: 'S256' });
    const answer = await fetch(page, { redirect: 'manual' });
    assert.equal(answer.status, 302);
    const callback = new URL(answer.headers.get('location'));
    assert.equal(callback.searchParams.get('state'), 'nonce');
    const user = new jsforce.Connection({ oauth2: publicClient, version });
    await user.authorize(callback.searchParams.get('code'));
    assert.match(user.refreshToken, /^5Aep861/);
    const { totalSize } = await user.query('SELECT COUNT() FROM User WHERE IsActive = true');
    await user.oauth2.revokeToken(user.refreshToken);
    const dead = new jsforce.Connection({ version, instanceUrl: url, accessToken: user.accessToken });
    await assert.rejects(dead.query('SELECT Id FROM User'), { errorCode: 'INVALID_SESSION_ID' });
    return `${totalSize} active users seen, then revoked`;
  });
  await check('jsforce', 'a wrong secret is refused', async () => {
    const wrong = new jsforce.Connection({ oauth2: new jsforce.OAuth2({ loginUrl: url, clientId, clientSecret: 'wrong' }), version });
    await assert.rejects(wrong.authorize({ grant_type: 'client_credentials' }), { name: 'invalid_client' });
  });
}

async function read() {
  await check('jsforce', 'describe', async () => {
    const global = await api.describeGlobal();
    assert.deepEqual(global.sobjects.map((object) => object.name).sort(), ['Account', 'Contact', 'User']);
    const { fields } = await api.sobject('Contact').describe();
    const byName = new Map(fields.map((field) => [field.name, field]));
    assert.equal(byName.get('HubSpot_Id__c').externalId, true);
    assert.equal(byName.get('MailingCity').compoundFieldName, 'MailingAddress');
    assert.equal(byName.has('Internal_Note__c'), false);
    return `${fields.length} contact fields`;
  });
  await check('jsforce', 'query with paging', async () => {
    const headers = { 'Sforce-Query-Options': 'batchSize=200' };
    let page = await api.query('SELECT Id, Name, Email, MailingAddress FROM Contact ORDER BY LastName, Id', { headers });
    const ids = new Set(page.records.map((record) => record.Id));
    let pages = 1;
    while (!page.done) {
      page = await api.queryMore(page.nextRecordsUrl, { headers });
      page.records.forEach((record) => ids.add(record.Id));
      pages += 1;
    }
    assert.equal(ids.size, page.totalSize);
    assert.ok(pages > 1);
    return `${ids.size} contacts in ${pages} pages`;
  });
  await check('jsforce', 'find with conditions', async () => {
    const found = await api.sobject('Contact').find({ Email: { $like: '%@%' }, DoNotCall: false }, ['Id', 'Email']).limit(5);
    assert.equal(found.length, 5);
  });
  await check('jsforce', 'a malformed query is refused', async () => {
    await assert.rejects(api.query('SELECT FROM Contact'), { errorCode: 'MALFORMED_QUERY' });
    await assert.rejects(api.query('SELECT Nothing__c FROM Contact'), { errorCode: 'INVALID_FIELD' });
  });
}

async function write() {
  const contacts = api.sobject('Contact');
  let id;
  await check('jsforce', 'create and retrieve', async () => {
    const made = await contacts.create({ FirstName: 'Mia', LastName: `Stone ${mark}`, Phone: '+43 1', Score__c: 12.5 });
    assert.equal(made.success, true);
    id = made.id;
    const record = await contacts.retrieve(id);
    assert.equal(record.Name, `Mia Stone ${mark}`);
    assert.equal(record.Score__c, 12.5);
    return id;
  });
  await check('jsforce', 'update, and null clears', async () => {
    assert.equal((await contacts.update({ Id: id, Title: 'Engineer', Phone: null })).success, true);
    const record = await contacts.retrieve(id);
    assert.equal(record.Title, 'Engineer');
    assert.equal(record.Phone, null);
  });
  await check('jsforce', 'upsert by external id', async () => {
    const record = { HubSpot_Id__c: `h-${mark}`, LastName: `Berg ${mark}` };
    const first = await contacts.upsert(record, 'HubSpot_Id__c');
    const second = await contacts.upsert({ ...record, Title: 'Again' }, 'HubSpot_Id__c');
    assert.equal(second.id, first.id);
    const { totalSize } = await api.query(`SELECT COUNT() FROM Contact WHERE HubSpot_Id__c = 'h-${mark}'`);
    assert.equal(totalSize, 1);
    await contacts.destroy(first.id);
  });
  await check('jsforce', 'delete', async () => {
    assert.equal((await contacts.destroy(id)).success, true);
    await assert.rejects(contacts.retrieve(id), { errorCode: 'ENTITY_IS_DELETED' });
    const { records } = await api.query(`SELECT Id, IsDeleted FROM Contact WHERE Id = '${id}'`, { scanAll: true });
    assert.deepEqual(records.map((record) => record.IsDeleted), [true]);
  });
  await collections(contacts);
}

async function collections(contacts) {
  let ids;
  await check('jsforce', 'collection create with one bad row', async () => {
    const rows = await contacts.create([{ LastName: `A ${mark}` }, { FirstName: 'nobody' }, { LastName: `C ${mark}` }]);
    assert.deepEqual(rows.map((row) => row.success), [true, false, true]);
    assert.equal(rows[1].errors[0].statusCode, 'REQUIRED_FIELD_MISSING');
    ids = rows.filter((row) => row.success).map((row) => row.id);
    return '2 of 3';
  });
  await check('jsforce', 'collection update and retrieve', async () => {
    const rows = await contacts.update(ids.map((id, index) => ({ Id: id, Title: `Title ${index}` })));
    assert.ok(rows.every((row) => row.success));
    const records = await contacts.retrieve(ids);
    assert.deepEqual(records.map((record) => record.Title), ['Title 0', 'Title 1']);
  });
  await check('jsforce', 'collection, all or none', async () => {
    const rows = await contacts.update([{ Id: ids[0], Title: 'Undone' }, { Id: ids[1], Email: 'no mail' }], { allOrNone: true });
    assert.deepEqual(rows.map((row) => row.errors[0].statusCode), ['ALL_OR_NONE_OPERATION_ROLLED_BACK', 'INVALID_EMAIL_ADDRESS']);
    assert.equal((await contacts.retrieve(ids[0])).Title, 'Title 0');
  });
  await check('jsforce', 'collection upsert', async () => {
    const rows = await contacts.upsert([1, 2].map((n) => ({ HubSpot_Id__c: `u-${mark}-${n}`, LastName: `U${n} ${mark}` })), 'HubSpot_Id__c');
    assert.deepEqual(rows.map((row) => row.created), [true, true]);
    ids.push(...rows.map((row) => row.id));
  });
  await check('jsforce', 'collection delete', async () => {
    const rows = await contacts.destroy(ids);
    assert.ok(rows.every((row) => row.success));
    return `${rows.length} rows`;
  });
  await check('jsforce', 'updated and deleted since', async () => {
    const span = [new Date(Date.now() - 3_600_000).toISOString(), new Date(Date.now() + 3_600_000).toISOString()];
    const gone = await api.deleted('Contact', ...span);
    assert.ok(ids.every((id) => gone.deletedRecords.some((record) => record.id === id)));
    const { id } = await contacts.create({ LastName: `D ${mark}` });
    assert.deepEqual((await api.updated('Contact', ...span)).ids, [id]);
    await contacts.destroy(id);
  });
}

/// What a subscription has brought so far, and a way to wait for the first that fits.
function inbox() {
  const events = [];
  const waiting = [];
  return {
    events,
    put(event) {
      events.push(event);
      waiting.forEach((look) => look());
    },
    wait: (fits) =>
      new Promise((resolve, reject) => {
        const tooLate = setTimeout(() => reject(new Error(`no such event within ${waitMs} ms`)), waitMs);
        const look = () => {
          const found = events.find(fits);
          if (!found) return;
          clearTimeout(tooLate);
          resolve(found);
        };
        waiting.push(look);
        look();
      }),
  };
}

const header = (event) => event.payload.ChangeEventHeader;
const about = (id, type) => (event) => header(event).recordIds.includes(id) && header(event).changeType === type;

function jsforceSubscription(channel, replay) {
  const client = api.streaming.createClient([new streaming.StreamingExtension.Replay(channel, replay)]);
  const box = inbox();
  return { client, box, ready: client.subscribe(channel, (event) => box.put(event)) };
}

function fayeSubscription(channel, replay) {
  const client = new faye.Client(`${url}/cometd/${version}/`, { timeout: 120 });
  client.setHeader('Authorization', `Bearer ${api.accessToken}`);
  client.disable('websocket');
  client.addExtension({
    outgoing(message, forward) {
      if (message.channel === '/meta/subscribe') message.ext = { replay: { [channel]: replay } };
      forward(message);
    },
  });
  const box = inbox();
  return { client, box, ready: client.subscribe(channel, (event) => box.put(event)) };
}

async function stream(name, subscribe, channel) {
  const contacts = api.sobject('Contact');
  let id;
  let seen;
  await check(name, 'streams a create and an update with our origin', async () => {
    const { client, box, ready } = subscribe(channel, -1);
    await ready;
    id = (await contacts.create({ FirstName: 'Nora', LastName: `Quist ${mark}`, Phone: '+45 1', MailingCity: 'Graz' })).id;
    const created = await box.wait(about(id, 'CREATE'));
    assert.equal(header(created).changeOrigin, `com/salesforce/api/rest/${version};client=Conformance`);
    assert.deepEqual(created.payload.Name, { FirstName: 'Nora', LastName: `Quist ${mark}` });
    await contacts.update({ Id: id, LastName: 'Quist-Berg', Phone: null });
    seen = await box.wait(about(id, 'UPDATE'));
    assert.deepEqual(seen.payload.Name, { LastName: 'Quist-Berg' });
    assert.equal(seen.payload.Phone, null);
    assert.deepEqual(header(seen).changedFields.sort(), ['LastModifiedDate', 'Name.LastName', 'Phone']);
    await client.disconnect();
    return `replay id ${seen.event.replayId}`;
  });
  await check(name, 'replays from a stored id after a reconnect', async () => {
    await contacts.update({ Id: id, Title: 'While away' });
    await contacts.destroy(id);
    const { client, box, ready } = subscribe(channel, seen.event.replayId);
    await ready;
    await box.wait(about(id, 'DELETE'));
    const types = box.events.filter((event) => header(event).recordIds.includes(id)).map((event) => header(event).changeType);
    assert.deepEqual(types, ['UPDATE', 'DELETE']);
    assert.ok(box.events.every((event) => event.event.replayId > seen.event.replayId));
    await client.disconnect();
    return `${box.events.length} missed events`;
  });
  await check(name, 'an unknown replay id is refused', async () => {
    const { client, ready } = subscribe(channel, 1);
    await assert.rejects(Promise.resolve(ready), (error) => /replayId \{1\}/.test(`${error.code} ${error.message} ${error.params}`));
    await client.disconnect();
  });
  await check(name, 'an unknown channel is refused', async () => {
    const { client, ready } = subscribe('/data/NothingChangeEvent', -1);
    await assert.rejects(Promise.resolve(ready), (error) => /doesn't exist/.test(`${error.code} ${error.message} ${error.params}`));
    await client.disconnect();
  });
}

await signIn();
await read();
await write();
await stream('jsforce', jsforceSubscription, '/data/ContactChangeEvent');
await stream('faye', fayeSubscription, '/data/ChangeEvents');
process.exit(0);
