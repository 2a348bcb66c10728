// Runs one session of each client library through the URL that is given, and prints what the app's user would see,
// one JSON object per line: {"library", "step", "outcome": "ok" | "error", "text"}.
//
//   node session.mjs http://127.0.0.1:8080
import { createHash } from 'node:crypto';
import { Api, JsonRpc } from 'eosjs';
import { JsSignatureProvider } from 'eosjs/dist/eosjs-jssig.js';
import { APIClient, Action, FetchProvider, PackedTransaction, PrivateKey, SignedTransaction, Transaction } from '@wharfkit/antelope';

const url = process.argv[2];
// The development key that the recordings were made with; it has no value.
const key = PrivateKey.from('PVT_K1_' + base58check(createHash('sha256').update('nodeos-traffic development key:K1:alice').digest()));

async function step(library, name, work) {
    let outcome = 'ok', text;
    try {
        text = String(await work());
    } catch (error) {
        outcome = 'error';
        text = String(error.message);
    }
    console.log(JSON.stringify({ library, step: name, outcome, text }));
}

const transfer = { account: 'eosio.token', name: 'transfer', authorization: [{ actor: 'alice', permission: 'active' }],
    data: { from: 'alice', to: 'bob', quantity: '1.0000 SYS', memo: 'through the fence' } };
const spam = { account: 'spamtokens11', name: 'claim', authorization: [{ actor: 'alice', permission: 'active' }], data: '00' };

async function eosjs() {
    const rpc = new JsonRpc(url, { fetch });
    // Asks the node, as apps do, but signs with the keys at hand: a practice node answers for the recorded ones.
    const authorityProvider = { getRequiredKeys: async (args) => { await rpc.getRequiredKeys(args); return args.availableKeys; } };
    const api = new Api({ rpc, authorityProvider, signatureProvider: new JsSignatureProvider([key.toWif()]), textDecoder: new TextDecoder(), textEncoder: new TextEncoder() });
    const later = { blocksBehind: 3, expireSeconds: 60 };
    await step('eosjs', 'get_info', async () => (await rpc.get_info()).chain_id);
    await step('eosjs', 'get_account', async () => (await rpc.get_account('alice')).account_name);
    await step('eosjs', 'get_table_rows', async () => (await rpc.get_table_rows({ code: 'eosio.token', scope: 'alice', table: 'accounts' })).rows.length >= 0);
    await step('eosjs', 'push plain', async () => (await api.transact({ actions: [transfer] }, later)).transaction_id);
    await step('eosjs', 'push zlib', async () => (await api.transact({ actions: [{ ...transfer, data: { ...transfer.data, memo: 'packed' } }] }, { ...later, compression: true })).transaction_id);
    await step('eosjs', 'push spam', async () => {
        const info = await rpc.get_info();
        const serializedTransaction = api.serializeTransaction({ ...header(info), context_free_actions: [], actions: [spam], transaction_extensions: [] });
        const signed = await api.signatureProvider.sign({ chainId: info.chain_id, requiredKeys: await api.signatureProvider.getAvailableKeys(), serializedTransaction, abis: [] });
        return (await rpc.push_transaction(signed)).transaction_id;
    });
}

async function wharfkit() {
    const client = new APIClient({ provider: new FetchProvider(url, { fetch }) });
    const chain = client.v1.chain;
    await step('wharfkit', 'get_info', async () => (await chain.get_info()).chain_id);
    await step('wharfkit', 'get_account', async () => (await chain.get_account('alice')).account_name);
    await step('wharfkit', 'get_table_rows', async () => (await chain.get_table_rows({ code: 'eosio.token', scope: 'alice', table: 'accounts' })).rows.length >= 0);
    const signed = async (action, abi) => {
        const info = await chain.get_info();
        const transaction = Transaction.from({ ...info.getTransactionHeader(60), actions: [abi ? Action.from(action, abi) : Action.from(action)] });
        return SignedTransaction.from({ ...transaction, signatures: [key.signDigest(transaction.signingDigest(info.chain_id))] });
    };
    const abi = (await chain.get_abi('eosio.token')).abi;
    for (const [name, compression] of [['plain', 0], ['zlib', 1]]) {
        const action = { ...transfer, data: { ...transfer.data, memo: 'wharfkit ' + name } };
        await step('wharfkit', 'push ' + name, async () => (await chain.push_transaction(PackedTransaction.fromSigned(await signed(action, abi), compression))).transaction_id);
        await step('wharfkit', 'send2 ' + name, async () => (await chain.send_transaction2(PackedTransaction.fromSigned(await signed({ ...action, data: { ...action.data, memo: 'send2 ' + name } }, abi), compression))).transaction_id);
    }
    await step('wharfkit', 'push spam', async () => (await chain.push_transaction(await signed(spam))).transaction_id);
}

function header(info) {
    const id = Buffer.from(info.head_block_id, 'hex');
    return { expiration: new Date(Date.now() + 60_000).toISOString().slice(0, 19), ref_block_num: info.head_block_num & 0xffff,
        ref_block_prefix: id.readUInt32LE(8), max_net_usage_words: 0, max_cpu_usage_ms: 0, delay_sec: 0 };
}

function base58check(bytes) {
    const sum = createHash('ripemd160').update(Buffer.concat([bytes, Buffer.from('K1')])).digest().subarray(0, 4);
    let number = BigInt('0x' + Buffer.concat([bytes, sum]).toString('hex')), text = '';
    for (; number > 0n; number /= 58n) text = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'[Number(number % 58n)] + text;
    return text;
}

await eosjs();
await wharfkit();
