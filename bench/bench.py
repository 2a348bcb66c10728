#!/usr/bin/env python3
"""Interleaved benchmark of reverse proxies.

Starts one origin, the peers (relay = the floor, HAProxy, nginx) and every candidate
given with --candidate, then runs every workload against all of them in turn, round
after round (A B C D, A B C D, ...), so that slow noise of the machine hits all alike.
Reported: median over the rounds, and the median of the per-round ratios to HAProxy,
nginx and the floor. Python standard library and a C compiler only; HAProxy and nginx
are used where installed.

  ./bench.py --candidate 'mine=java -jar app.jar --listen 127.0.0.1:{port} --upstream 127.0.0.1:{upstream}'

Placeholders in a candidate's command: {port} {upstream} {threads} {tmp}.
"""
import argparse, json, os, shlex, shutil, signal, socket, statistics, struct, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))

# ---------------------------------------------------------------- request bodies
def name64(s):
    m = '.12345abcdefghijklmnopqrstuvwxyz'; v = 0
    for i in range(13):
        c = m.index(s[i]) if i < len(s) else 0
        v |= (c & 31) << (64 - 5 * (i + 1)) if i < 12 else c & 15
    return struct.pack('<Q', v)

def varuint(n):
    o = b''
    while True:
        b, n = n & 127, n >> 7
        if not n: return o + bytes([b])
        o += bytes([b | 128])

def packed_trx(actions, contract='eosio.token'):
    t = struct.pack('<IHI', 1900000000, 1234, 0xdeadbeef) + varuint(0) + b'\0' + varuint(0) + varuint(0)
    t += varuint(actions)
    for _ in range(actions):
        d = name64('alice') + name64('bob') + struct.pack('<q', 10000) + b'\x04EOS\0\0\0\0' + varuint(60) + b'm' * 60
        t += name64(contract) + name64('transfer') + varuint(1) + name64('alice') + name64('active') + varuint(len(d)) + d
    return t + varuint(0)

def push_body(actions=5):
    return ('{"signatures":["SIG_K1_' + 'K' * 94 + '"],"compression":"none","packed_context_free_data":"","packed_trx":"'
            + packed_trx(actions).hex() + '"}').encode()

HDR = ('Host: api.example.org\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) bench\r\n'
       'Accept: application/json\r\nAccept-Encoding: gzip, deflate\r\n')

def get(path, extra=''):
    return ('GET %s HTTP/1.1\r\n%s%s\r\n' % (path, HDR, extra)).encode()

def post(path, body):
    return ('POST %s HTTP/1.1\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n' % (path, HDR, len(body))).encode() + body

def chunked_post(path, body):
    n = len(body) // 2
    parts = b''.join(b'%x\r\n%s\r\n' % (len(p), p) for p in (body[:n], body[n:])) + b'0\r\n\r\n'
    return ('POST %s HTTP/1.1\r\n%sContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n' % (path, HDR)).encode() + parts

INFO = '/v1/chain/get_info'
PUSH = '/v1/chain/push_transaction'
READ = '/v1/chain/get_block'
REQUESTS = {
    'get': get(INFO), 'close': get(INFO, 'Connection: close\r\n'), 'big': get('/big'), 'chunkedresp': get('/chunked'),
    'post': post(PUSH, push_body()), 'pass': post(READ, push_body()), 'chunkedpost': chunked_post('/v1/chain/get_block', push_body()),
}
# name: (request, loadgen arguments, what it shows)
WORKLOADS = {
    'get64':    ('get',  ['-c', '64'],  'keep-alive GET, 64 connections, closed loop'),
    'get256':   ('get',  ['-c', '256'], 'keep-alive GET, 256 connections, closed loop'),
    'rate':     ('get',  ['-c', '64', '-r', '{rate}'], 'keep-alive GET at a fixed rate, 64 connections'),
    'pass64':   ('pass', ['-c', '64'],  'POST of 1.5 KB to a read call, passed through, 64 connections'),
    'post64':   ('post', ['-c', '64'],  'push_transaction with 5 actions, every action inspected where the proxy can, 64 connections'),
    'postrate': ('post', ['-c', '64', '-r', '{rate}'], 'POST of a packed transaction at a fixed rate'),
    'sources':  ('get',  ['-c', '256', '-S', '250'], 'keep-alive GET from 250 source addresses'),
    'pipeline': ('get',  ['-c', '16', '-P', '8'], '8 pipelined GETs on each of 16 connections'),
    'big64':    ('big',  ['-c', '64'],  '64 KiB answers'),
    'chunked':  ('chunkedresp', ['-c', '64'], 'answers with chunked framing'),
    'chunkedpost': ('chunkedpost', ['-c', '64'], 'POST bodies with chunked framing'),
    'close':    ('close', ['-c', '32', '-K', '1', '-L'], 'a new connection for every request'),
    'banned':   (None,   [],            'connections of a banned client, each refused by a reset'),
    'idle':     ('get',  ['-c', '64', '-I', '{idle}'], 'memory with many idle connections, 64 of them active'),
}

# ---------------------------------------------------------------- peers
HAPROXY = '''global
  nbthread {threads}
  maxconn {maxconn}
  tune.pool-high-fd-ratio 90
  tune.pool-low-fd-ratio 80
defaults
  mode http
  timeout connect 5s
  timeout client 120s
  timeout server 120s
  timeout http-keep-alive 120s
  option http-keep-alive
  option forwardfor
  http-reuse always
  no log
frontend f
  bind 127.0.0.1:{port}
  stick-table type ip size 1m expire 60s store http_req_rate(10s),conn_cur,gpc0
  http-request track-sc0 src
  http-request deny deny_status 429 if {{ sc_http_req_rate(0) gt 100000000 }}
{extra}
  default_backend b
backend b
  server u 127.0.0.1:{upstream} pool-max-conn 512
'''
HAPROXY_BAN = '''global
  nbthread {threads}
defaults
  mode http
  timeout connect 5s
  timeout client 120s
  timeout server 120s
  no log
frontend f
  bind 127.0.0.1:{port}
  stick-table type ip size 1m expire 60s store gpc0
  tcp-request connection track-sc0 src
  tcp-request connection reject if {{ src 127.0.0.0/8 }}
  default_backend b
backend b
  server u 127.0.0.1:{upstream}
'''
HAPROXY_BODY = '''  option http-buffer-request
  http-request set-var(txn.t) req.body,json_query('$.packed_trx') if METH_POST
  http-request deny deny_status 403 if METH_POST {{ var(txn.t) -m sub 00badbad00 }}
'''
HAPROXY_LUA = '''  option http-buffer-request
  http-request lua.inspect if METH_POST
  http-request deny deny_status 403 if METH_POST {{ var(txn.bad) -m bool }}
'''
LUA = '''-- hex-decode the packed transaction and walk its actions, as far as Lua sensibly can
local bad = { ["badbadbadbadbad0"] = true }
core.register_action("inspect", { "http-req" }, function(txn)
  local body = txn.f:req_body()
  if not body then return end
  local hex = string.match(body, '"packed_trx"%s*:%s*"(%x*)"')
  if not hex then return end
  local pos = 1
  local function u8() local v = tonumber(string.sub(hex, pos, pos + 1), 16); pos = pos + 2; return v end
  local function var() local r, s = 0, 0 while true do local b = u8(); r = r + (b % 128) * (2 ^ s); if b < 128 then return r end s = s + 7 end end
  pos = pos + 20; var(); pos = pos + 2; var()
  local function actions() local n = var() for i = 1, n do
      local acct = string.sub(hex, pos, pos + 15); pos = pos + 32
      if bad[acct] then txn:set_var("txn.bad", true) end
      local a = var(); pos = pos + a * 32; local d = var(); pos = pos + d * 2 end end
  actions(); actions()
end)
'''
NGINX = '''worker_processes {threads};
daemon off;
pid {tmp}/nginx.pid;
error_log {tmp}/nginx.err crit;
events {{ worker_connections {wconn}; }}
http {{
  access_log off;
  keepalive_timeout 120s; keepalive_requests 1000000000;
  client_body_buffer_size 16k;
  client_body_temp_path {tmp}/b; proxy_temp_path {tmp}/p; fastcgi_temp_path {tmp}/f; uwsgi_temp_path {tmp}/u; scgi_temp_path {tmp}/s;
  limit_req_zone $binary_remote_addr zone=z:10m rate=1000000r/s;
  upstream u {{ server 127.0.0.1:{upstream}; keepalive 512; keepalive_requests 1000000000; }}
  server {{ listen 127.0.0.1:{port} backlog=16384{reuse};
    location / {{ limit_req zone=z burst=1000000 nodelay; proxy_pass http://u; proxy_http_version 1.1;
      proxy_set_header Connection ""; proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; }} }}
}}
'''

def tree(pid):
    out = [pid]
    try:
        for t in os.listdir('/proc/%d/task' % pid):
            for c in open('/proc/%d/task/%s/children' % (pid, t)).read().split(): out += tree(int(c))
    except OSError: pass
    return out

class Bench:
    def __init__(self, a):
        self.a = a; self.tmp = tempfile.mkdtemp(prefix='proxybench.'); self.procs = []; self.proxies = {}
        self.nextport = a.base_port
        for n in ('loadgen', 'upstream', 'relay', 'knock'):
            subprocess.run(['cc', '-O2', '-pthread', '-o', self.tmp + '/' + n, HERE + '/' + n + '.c'], check=True)
        for k, v in REQUESTS.items():
            with open('%s/%s.req' % (self.tmp, k), 'wb') as f: f.write(v)

    def port(self): self.nextport += 1; return self.nextport

    def spawn(self, cmd, cpus, label):
        log = open('%s/%s.log' % (self.tmp, label), 'wb')
        def pre():
            os.setpgid(0, 0)
            if cpus: os.sched_setaffinity(0, cpus)
        p = subprocess.Popen(cmd, stdout=log, stderr=log, preexec_fn=pre); p.label = label
        self.procs.append(p); return p

    def first_answer(self, port, t0, limit=30.0):
        while time.monotonic() - t0 < limit:
            try:
                with socket.create_connection(('127.0.0.1', port), 0.5) as s:
                    s.settimeout(2); s.sendall(REQUESTS['close'])
                    if b' 200 ' in s.recv(64): return time.monotonic() - t0
            except OSError: pass
            time.sleep(0.002)
        return None

    def first_reset(self, port, t0, limit=30.0):
        """Until the proxy, asked often enough, ends connections without a word."""
        while time.monotonic() - t0 < limit:
            try:
                with socket.create_connection(('127.0.0.1', port), 0.5) as s:
                    s.settimeout(0.5); s.sendall(REQUESTS['close'])
                    if not s.recv(64): return time.monotonic() - t0
            except (ConnectionResetError, BrokenPipeError): return time.monotonic() - t0
            except OSError: pass
            time.sleep(0.01)
        return None

    def start_proxy(self, name, cmd, port):
        t0 = time.monotonic(); p = self.spawn(cmd, self.a.pcpus, name)
        t = self.first_reset(port, t0) if self.a.workloads == 'banned' else self.first_answer(port, t0)
        if t is None:
            print('!! %s did not answer; see %s/%s.log' % (name, self.tmp, name), file=sys.stderr); return
        self.proxies[name] = dict(port=port, proc=p, start=t)

    def setup(self):
        a = self.a; up = self.port(); self.up = up
        self.spawn([self.tmp + '/upstream', '-p', str(up), '-t', str(a.upstream_threads), '-n', str(a.body)], a.lcpus, 'upstream')
        time.sleep(0.3); th = str(a.threads); want = a.peers.split(',')
        if 'relay' in want: pt = self.port(); self.start_proxy('relay', [self.tmp + '/relay', '-p', str(pt), '-u', str(up), '-t', th], pt)
        if 'splice' in want: pt = self.port(); self.start_proxy('splice', [self.tmp + '/relay', '-m', 'splice', '-p', str(pt), '-u', str(up), '-t', th], pt)
        import resource
        soft = resource.getrlimit(resource.RLIMIT_NOFILE)[1]; resource.setrlimit(resource.RLIMIT_NOFILE, (soft, soft))
        maxconn = min(20000, soft // 2 - 100); open(self.tmp + '/inspect.lua', 'w').write(LUA)
        for kind, extra, pre in (('haproxy', '', ''), ('haproxy-body', HAPROXY_BODY, ''), ('haproxy-lua', HAPROXY_LUA, '  lua-load %s/inspect.lua\n' % self.tmp)):
            if kind not in want: continue
            if not shutil.which('haproxy', path=os.environ['PATH'] + ':/usr/sbin'): print('!! haproxy is not installed', file=sys.stderr); continue
            pt = self.port(); f = '%s/%s.cfg' % (self.tmp, kind)
            c = HAPROXY.format(threads=th, maxconn=maxconn, port=pt, upstream=up, extra=extra.format()).replace('defaults\n', pre + 'defaults\n', 1)
            open(f, 'w').write(c); self.start_proxy(kind, [shutil.which('haproxy', path=os.environ['PATH'] + ':/usr/sbin'), '-f', f], pt)
        if 'haproxy-ban' in want:
            b = shutil.which('haproxy', path=os.environ['PATH'] + ':/usr/sbin')
            if b:
                pt = self.port(); f = self.tmp + '/haproxy-ban.cfg'
                open(f, 'w').write(HAPROXY_BAN.format(threads=th, port=pt, upstream=up)); self.start_proxy('haproxy-ban', [b, '-f', f], pt)
        if 'nginx' in want:
            b = shutil.which('nginx', path=os.environ['PATH'] + ':/usr/sbin')
            if b:
                pt = self.port(); f = self.tmp + '/nginx.conf'
                open(f, 'w').write(NGINX.format(threads=th, tmp=self.tmp, upstream=up, port=pt, wconn=min(40000, soft - 100), reuse=' reuseport' if a.threads > 1 else ''))
                self.start_proxy('nginx', [b, '-p', self.tmp, '-c', f], pt)
            else: print('!! nginx is not installed', file=sys.stderr)
        for c in a.candidate:
            n, cmd = c.split('=', 1); pt = self.port()
            self.start_proxy(n, shlex.split(cmd.format(port=pt, upstream=up, threads=th, tmp=self.tmp)), pt)

    def load(self, name, wl, secs, warm):
        px = self.proxies[name]; req, args, _ = WORKLOADS[wl]
        if wl == 'banned':
            return self.measured([self.tmp + '/knock', '-p', str(px['port']), '-d', str(secs), '-w', str(warm),
                                  '-M', ','.join(map(str, tree(px['proc'].pid)))], name, wl, secs, warm)
        args = [x.format(rate=self.a.rate, idle=self.a.idle) for x in args]
        cmd = [self.tmp + '/loadgen', '-p', str(px['port']), '-f', '%s/%s.req' % (self.tmp, req), '-d', str(secs), '-w', str(warm),
               '-t', str(self.a.load_threads), '-M', ','.join(map(str, tree(px['proc'].pid)))] + args
        return self.measured(cmd, name, wl, secs, warm)

    def measured(self, cmd, name, wl, secs, warm):
        pre = (lambda: os.sched_setaffinity(0, self.a.lcpus)) if self.a.lcpus else None
        r = subprocess.run(cmd, capture_output=True, text=True, timeout=secs + warm + 120, preexec_fn=pre)
        try: return json.loads(r.stdout)
        except ValueError: print('!! %s/%s: %s' % (name, wl, r.stderr.strip()[-200:]), file=sys.stderr); return None

    def stop(self):
        for p in self.procs:
            if p.poll() is None:
                for sig in (signal.SIGTERM, signal.SIGKILL):
                    try: os.killpg(p.pid, sig)
                    except OSError: break
                    try: p.wait(3); break
                    except subprocess.TimeoutExpired: pass

def med(v): return statistics.median(v) if v else float('nan')

def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--candidate', action='append', default=[], metavar='NAME=COMMAND')
    ap.add_argument('--peers', default='relay,haproxy,nginx', help='of relay,splice,haproxy,haproxy-body,haproxy-lua,nginx')
    ap.add_argument('--workloads', default='get64,get256,rate,post64', help='of ' + ','.join(WORKLOADS))
    ap.add_argument('--rounds', type=int, default=5); ap.add_argument('--seconds', type=float, default=2.0)
    ap.add_argument('--settle', type=float, default=0.5, help='unmeasured seconds at the start of every run')
    ap.add_argument('--warmup', type=float, default=20.0, help='seconds of load on every candidate (not the peers) before round 1')
    ap.add_argument('--threads', type=int, default=1); ap.add_argument('--rate', type=int, default=5000)
    ap.add_argument('--idle', type=int, default=9000); ap.add_argument('--body', type=int, default=700)
    ap.add_argument('--proxy-cpus', default='0'); ap.add_argument('--load-cpus', default='1')
    ap.add_argument('--load-threads', type=int, default=1); ap.add_argument('--upstream-threads', type=int, default=1)
    ap.add_argument('--base-port', type=int, default=21000); ap.add_argument('--json', help='write every single run here')
    a = ap.parse_args()
    cpus = lambda s: set(int(x) for x in s.split(',')) if s else None
    a.pcpus, a.lcpus = cpus(a.proxy_cpus), cpus(a.load_cpus)
    B = Bench(a); rows = {}
    try:
        B.setup(); names = list(B.proxies); cands = [c.split('=', 1)[0] for c in a.candidate]
        wls = a.workloads.split(',')
        if a.warmup > 0:
            for n in cands:
                if n in B.proxies:
                    w = [x for x in wls if x not in ('idle', 'banned')] or (['banned'] if wls == ['banned'] else ['get64'])
                    for x in w: B.load(n, x if x not in ('rate', 'postrate') else {'rate': 'get64', 'postrate': 'post64'}[x], a.warmup / len(w), 0)
        for w in wls:
            for r in range(a.rounds):
                order = names if r % 2 == 0 else names[::-1]
                for n in order:
                    d = B.load(n, w, a.seconds, a.settle)
                    if d: d.update(round=r); rows.setdefault((w, n), []).append(d)
        for w in wls:
            print('\n%s: %s' % (w, WORKLOADS[w][2].format()) + (' (%d/s)' % a.rate if 'rate' in w else ''))
            head = '%-14s %8s %7s %7s %7s %8s %8s %8s %8s' % ('proxy', 'req/s', 'cpu us', 'user', 'sys', 'p50 us', 'p99 us', 'RSS MB', 'bad')
            refs = [x for x in ('relay', 'haproxy', 'haproxy-body', 'haproxy-lua', 'haproxy-ban', 'nginx') if x in names]
            print(head + ''.join(' %11s' % ('x' + x[-10:]) for x in refs))
            for n in names:
                v = rows.get((w, n), [])
                if not v: continue
                g = lambda k: med([d[k] for d in v])
                line = '%-14s %8.0f %7.2f %7.2f %7.2f %8.0f %8.0f %8.1f %8d' % (n, g('rps'), g('cpu_us_per_req'), g('user_us_per_req'), g('sys_us_per_req'),
                    g('p50_us'), g('p99_us'), g('pss_kb') / 1024, sum(d['errors'] + d['c4xx'] + d['c5xx'] for d in v))
                for x in refs:
                    by = {d['round']: d for d in rows.get((w, x), [])}
                    q = [d['cpu_us_per_req'] / by[d['round']]['cpu_us_per_req'] for d in v if d['round'] in by and by[d['round']]['cpu_us_per_req']]
                    line += ' %11.2f' % med(q)
                print(line)
        print('\nstart to first answer, ms: ' + ', '.join('%s %.0f' % (n, B.proxies[n]['start'] * 1e3) for n in names))
        print('RSS is proportional set size; the x columns are CPU time per request relative to that peer, median of per-round ratios.')
        if a.json: json.dump([dict(workload=w, proxy=n, **d) for (w, n), v in rows.items() for d in v], open(a.json, 'w'))
    finally:
        B.stop(); 
        if os.environ.get('KEEP'): print('kept ' + B.tmp, file=sys.stderr)
        else: shutil.rmtree(B.tmp, ignore_errors=True)

if __name__ == '__main__': main()
