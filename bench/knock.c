/* knock: connects again and again and waits until the other side ends the connection, as a banned client does.
 * Prints one line of JSON: connections per second, and CPU microseconds of the watched processes per connection.
 *   knock -p PORT -d SECONDS [-w WARMUP] [-M PID,PID...]
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int pids[256], pid_count;

static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + t.tv_nsec / 1e9; }

/* user and system time of the watched processes, in seconds; threads that ended are included */
static void cpu(double *user, double *sys) {
    *user = *sys = 0;
    for (int i = 0; i < pid_count; i++) {
        char path[64], line[1024]; snprintf(path, sizeof path, "/proc/%d/stat", pids[i]);
        FILE *f = fopen(path, "r"); if (!f) continue;
        char *p = fgets(line, sizeof line, f) ? strrchr(line, ')') : NULL; fclose(f); if (!p) continue;
        unsigned long u = 0, s = 0; sscanf(p + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &u, &s);
        *user += u / (double)sysconf(_SC_CLK_TCK); *sys += s / (double)sysconf(_SC_CLK_TCK);
    }
}

static long knock_until(int port, double end, long *odd) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)}; inet_pton(AF_INET, "127.0.0.1", &a.sin_addr);
    long n = 0;
    while (now() < end) {
        int fd = socket(AF_INET, SOCK_STREAM, 0); if (fd < 0) { perror("socket"); exit(2); }
        char c; ssize_t r = connect(fd, (void *)&a, sizeof a) ? -1 : recv(fd, &c, 1, 0);
        if (r > 0) ++*odd;
        close(fd); n++;
    }
    return n;
}

int main(int argc, char **argv) {
    int o, port = 0; double seconds = 2, warm = 0.5; long odd = 0;
    while ((o = getopt(argc, argv, "p:d:w:M:")) != -1) {
        if (o == 'p') port = atoi(optarg);
        else if (o == 'd') seconds = atof(optarg);
        else if (o == 'w') warm = atof(optarg);
        else if (o == 'M') for (char *p = strtok(optarg, ","); p && pid_count < 256; p = strtok(NULL, ",")) pids[pid_count++] = atoi(p);
        else return 2;
    }
    knock_until(port, now() + warm, &odd);
    double u0, s0, u1, s1, t0 = now(); cpu(&u0, &s0);
    odd = 0; long n = knock_until(port, now() + seconds, &odd);
    double t1 = now(); cpu(&u1, &s1);
    printf("{\"rps\":%.0f,\"cpu_us_per_req\":%.3f,\"user_us_per_req\":%.3f,\"sys_us_per_req\":%.3f,\"errors\":%ld,\"c4xx\":0,\"c5xx\":0,\"p50_us\":0,\"p99_us\":0,\"pss_kb\":0}\n",
           n / (t1 - t0), (u1 - u0 + s1 - s0) * 1e6 / n, (u1 - u0) * 1e6 / n, (s1 - s0) * 1e6 / n, odd);
    return 0;
}
