// A disk that fails on demand, and processes that die or stop exactly at a write. Loaded into the supervisor and, by
// inheritance, into every worker; what it does stands in $FAULT_DIR/rules, read at each call, so that a test switches
// faults on and off in living processes.
//
//   cc -shared -fPIC -O1 -o disk.so disk.c -ldl
//
// One rule a line:  id action role calls nth path
//   action  enospc | edquot | efbig | eio | slow (0.7 s) | kill | stop
//   role    worker | supervisor | any
//   calls   letters: r read at a place (SQLite's pages), w write, s sync, t truncate
//   path    part of the file's path, to the end of the line
//   nth     0: every such call; n: only the nth of a process, and once for all processes ($FAULT_DIR/id.fired)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define MAX_RULES 16
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
static ssize_t (*real_pread)(int, void *, size_t, off64_t);
static int (*real_ftruncate)(int, off64_t);
static int (*real_fsync)(int), (*real_fdatasync)(int);
static const char *folder;
static int seen[MAX_RULES];
static char names[MAX_RULES][32];

__attribute__((constructor)) static void begin(void) {
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_pread = dlsym(RTLD_NEXT, "pread64");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    folder = getenv("FAULT_DIR");
}

// How often this process has made calls that a rule counts.
static int count(const char *id) {
    for (int slot = 0; slot < MAX_RULES; slot++) {
        if (!names[slot][0]) snprintf(names[slot], sizeof names[slot], "%s", id);
        if (strcmp(names[slot], id) == 0) return __sync_add_and_fetch(&seen[slot], 1);
    }
    return 0;
}

static int first_of_all(const char *id) {
    char mark[PATH_MAX];
    snprintf(mark, sizeof mark, "%s/%s.fired", folder, id);
    int fd = open(mark, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0) close(fd);
    return fd >= 0;
}

// Apply the rules to one call; returns the error it is to fail with, or 0.
static int fault(int fd, char call) {
    if (!folder) return 0;
    int before = errno, failure = 0;
    char link[64], path[PATH_MAX], rules[PATH_MAX], line[PATH_MAX];
    snprintf(rules, sizeof rules, "%s/rules", folder);
    FILE *file = fopen(rules, "re");
    if (!file) { errno = before; return 0; }
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length > 0 ? length : 0] = 0;
    while (!failure && fgets(line, sizeof line, file)) {
        char id[32], action[16], role[16], calls[16], part[1024];
        int nth;
        if (sscanf(line, "%31s %15s %15s %15s %d %1023[^\n]", id, action, role, calls, &nth, part) != 6) continue;
        const char *own = getenv("REN_WORKER_INSTANCE") ? "worker" : "supervisor";
        if (strcmp(role, "any") && strcmp(role, own)) continue;
        if (!strchr(calls, call) || !strstr(path, part)) continue;
        if (nth && (count(id) != nth || !first_of_all(id))) continue;
        if (!strcmp(action, "kill")) kill(getpid(), SIGKILL);
        else if (!strcmp(action, "stop")) kill(getpid(), SIGSTOP);
        else if (!strcmp(action, "slow")) usleep(700000);
        else if (!strcmp(action, "eio")) failure = EIO;
        else if (!strcmp(action, "edquot")) failure = EDQUOT;
        else if (!strcmp(action, "efbig")) failure = EFBIG;
        else failure = ENOSPC;
    }
    fclose(file);
    errno = before;
    return failure;
}

#define FAILING(call, letter, what) \
    int failure = fault(fd, letter);  \
    if (failure) { errno = failure; return -1; } \
    return what;

ssize_t write(int fd, const void *data, size_t size) { FAILING(write, 'w', real_write(fd, data, size)) }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { FAILING(pwrite, 'w', real_pwrite(fd, data, size, at)) }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    FAILING(pwrite64, 'w', real_pwrite(fd, data, size, at))
}
ssize_t pread(int fd, void *data, size_t size, off_t at) { FAILING(pread, 'r', real_pread(fd, data, size, at)) }
ssize_t pread64(int fd, void *data, size_t size, off64_t at) { FAILING(pread64, 'r', real_pread(fd, data, size, at)) }
int ftruncate(int fd, off_t size) { FAILING(ftruncate, 't', real_ftruncate(fd, size)) }
int ftruncate64(int fd, off64_t size) { FAILING(ftruncate64, 't', real_ftruncate(fd, size)) }
int fsync(int fd) { FAILING(fsync, 's', real_fsync(fd)) }
int fdatasync(int fd) { FAILING(fdatasync, 's', real_fdatasync(fd)) }
