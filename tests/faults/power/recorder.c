// Records, in order, everything a process does to the files below $POWER_DIR: what it writes and what it syncs.
//
//   cc -shared -fPIC -O1 -o recorder.so recorder.c -ldl -lpthread
//   LD_PRELOAD=$PWD/recorder.so POWER_DIR=/real/path POWER_LOG=/elsewhere/log python workload.py
//
// One record: kind (1 byte), path length (2), offset or size (8), data length (4), path, data; little-endian.
//   c create   w write   t truncate   s sync a file   d sync a folder   m make a folder   u unlink   r rename   a ack
//
// The lock is held over the call and its record, so that the log's order is the order in which the disk saw it.
// Shared memory (-shm) is left out: it is rebuilt at every first opening.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;
static char root[PATH_MAX];
static size_t root_len;

static int (*real_open)(const char *, int, ...);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
static int (*real_ftruncate)(int, off64_t);
static int (*real_fsync)(int), (*real_fdatasync)(int);
static int (*real_unlink)(const char *), (*real_rename)(const char *, const char *);
static int (*real_mkdir)(const char *, mode_t);

__attribute__((constructor)) static void begin(void) {
    real_open = dlsym(RTLD_NEXT, "open64");
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    real_rename = dlsym(RTLD_NEXT, "rename");
    real_mkdir = dlsym(RTLD_NEXT, "mkdir");
    const char *dir = getenv("POWER_DIR"), *log = getenv("POWER_LOG");
    if (!dir || !log) return;
    root_len = (size_t)snprintf(root, sizeof root, "%s/", dir);
    log_fd = real_open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log_fd < 0) abort();
}

static void record(char kind, const char *path, uint64_t offset, const void *data, size_t length) {
    unsigned char head[15];
    uint16_t path_len = (uint16_t)strlen(path);
    uint32_t data_len = (uint32_t)length;
    head[0] = (unsigned char)kind;
    memcpy(head + 1, &path_len, 2);
    memcpy(head + 3, &offset, 8);
    memcpy(head + 11, &data_len, 4);
    struct iovec parts[3] = {{head, sizeof head}, {(void *)path, path_len}, {(void *)data, length}};
    if (writev(log_fd, parts, 3) != (ssize_t)(sizeof head + path_len + length)) abort();
}

// The path below the root, or NULL: a file that is none of our business.
static const char *below(const char *path) {
    if (log_fd < 0 || !path || strncmp(path, root, root_len) != 0) return NULL;
    size_t length = strlen(path);
    if (length > 4 && strcmp(path + length - 4, "-shm") == 0) return NULL;
    if (length > 10 && strcmp(path + length - 10, " (deleted)") == 0) return NULL;
    return path + root_len;
}

static const char *below_fd(int fd, char *buffer) {
    if (log_fd < 0) return NULL;
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, buffer, PATH_MAX - 1);
    if (length < 0) return NULL;
    buffer[length] = 0;
    return strncmp(buffer, root, root_len - 1) == 0 && !buffer[root_len - 1] ? "" : below(buffer);
}

static int opened(const char *path, int flags, mode_t mode) {
    const char *name = flags & O_CREAT ? below(path) : NULL;
    if (!name) return real_open(path, flags, mode);
    struct stat before;
    pthread_mutex_lock(&lock);
    int is_new = stat(path, &before) != 0;
    int fd = real_open(path, flags, mode);
    int error = errno;
    if (fd >= 0 && is_new) record('c', name, 0, "", 0);
    else if (fd >= 0 && flags & O_TRUNC) record('t', name, 0, "", 0);
    pthread_mutex_unlock(&lock);
    errno = error;
    return fd;
}

static mode_t mode_of(int flags, va_list arguments) { return flags & O_CREAT ? va_arg(arguments, mode_t) : 0; }

#define OPEN(name)                                \
    int name(const char *path, int flags, ...) {  \
        va_list arguments;                        \
        va_start(arguments, flags);               \
        mode_t mode = mode_of(flags, arguments);  \
        va_end(arguments);                        \
        return opened(path, flags, mode);         \
    }
OPEN(open)
OPEN(open64)

// A call, and its record if it did something.
#define RECORDED(type, call, found, what)         \
    const char *name = found;                     \
    if (!name) return call;                       \
    pthread_mutex_lock(&lock);                    \
    type done = call;                             \
    int error = errno;                            \
    if (done >= 0) what;                          \
    pthread_mutex_unlock(&lock);                  \
    errno = error;                                \
    return done;

static ssize_t pwritten(int fd, const void *data, size_t length, off64_t offset) {
    char path[PATH_MAX];
    RECORDED(ssize_t, real_pwrite(fd, data, length, offset), below_fd(fd, path),
             record('w', name, (uint64_t)offset, data, (size_t)done))
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return pwritten(fd, data, length, offset); }
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) { return pwritten(fd, data, length, offset); }

ssize_t write(int fd, const void *data, size_t length) {
    char path[PATH_MAX];
    RECORDED(ssize_t, real_write(fd, data, length), below_fd(fd, path),
             record('w', name, (uint64_t)(lseek(fd, 0, SEEK_CUR) - done), data, (size_t)done))
}

static int truncated(int fd, off64_t size) {
    char path[PATH_MAX];
    RECORDED(int, real_ftruncate(fd, size), below_fd(fd, path), record('t', name, (uint64_t)size, "", 0))
}
int ftruncate(int fd, off_t size) { return truncated(fd, size); }
int ftruncate64(int fd, off64_t size) { return truncated(fd, size); }

static char sync_of(int fd) {
    struct stat about;
    return fstat(fd, &about) == 0 && S_ISDIR(about.st_mode) ? 'd' : 's';
}
int fsync(int fd) {
    char path[PATH_MAX];
    RECORDED(int, real_fsync(fd), below_fd(fd, path), record(sync_of(fd), name, 0, "", 0))
}
int fdatasync(int fd) {
    char path[PATH_MAX];
    RECORDED(int, real_fdatasync(fd), below_fd(fd, path), record(sync_of(fd), name, 0, "", 0))
}

int unlink(const char *path) { RECORDED(int, real_unlink(path), below(path), record('u', name, 0, "", 0)) }
int mkdir(const char *path, mode_t mode) {
    RECORDED(int, real_mkdir(path, mode), below(path), record('m', name, 0, "", 0))
}
int rename(const char *from, const char *to) {
    const char *target = below(to);
    RECORDED(int, real_rename(from, to), target ? below(from) : NULL, record('r', name, 0, target, strlen(target)))
}

// Called by the workload: from here on it has told somebody that this is durable.
void power_ack(const char *fact, size_t length) {
    if (log_fd < 0) return;
    pthread_mutex_lock(&lock);
    record('a', "", 0, fact, length);
    pthread_mutex_unlock(&lock);
}
