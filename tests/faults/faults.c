/* A disk that fails on demand: preloaded before libc, it refuses, tears or kills at chosen calls.
 *
 * BAOSONG_FAULTS names a control file, read anew at every call, so that a test can break and mend
 * the disk of a running process. Each line is one rule:
 *
 *     CALL ACTION SKIP COUNT PATTERN
 *
 * CALL is open, read, write, fsync, rename, unlink, mkdir, list or any (every call that changes
 * something). ACTION is an error's number, 0 (only note it), KILL (die before the call) or TEAR (write a half, then
 * die). The rule leaves the first SKIP matching calls alone and acts on the next COUNT of them (-1:
 * on all). PATTERN is a part of the path. What was done is appended to the control file's .hits.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST 16
#define LONG 4096

enum { LET = 0, KILL = -1, TEAR = -2 };

struct rule { char call[16]; int action; long skip, count, seen; char pattern[256]; };

static struct rule rules[MOST];
static int known;
static char text[LONG];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void reread(const char *control) {
    char now[LONG];
    int fd = syscall(SYS_openat, AT_FDCWD, control, O_RDONLY | O_CLOEXEC);
    long got = fd < 0 ? 0 : syscall(SYS_read, fd, now, LONG - 1);
    if (fd >= 0) syscall(SYS_close, fd);
    now[got < 0 ? 0 : got] = 0;
    if (!strcmp(now, text)) return;
    strcpy(text, now);
    known = 0;
    char *rest = NULL;
    for (char *line = strtok_r(now, "\n", &rest); line && known < MOST; line = strtok_r(NULL, "\n", &rest)) {
        struct rule *r = &rules[known];
        char action[16];
        r->seen = 0;
        if (sscanf(line, "%15s %15s %ld %ld %255[^\n]", r->call, action, &r->skip, &r->count, r->pattern) != 5) continue;
        r->action = !strcmp(action, "KILL") ? KILL : !strcmp(action, "TEAR") ? TEAR : atoi(action);
        known++;
    }
}

/* A rename is noted with the name that it takes, a tab, and the name that it had. */
static void note(const char *control, const char *call, const char *path, const char *other) {
    char name[LONG], line[LONG];
    snprintf(name, sizeof name, "%s.hits", control);
    int length = snprintf(line, sizeof line, "%s %.1900s%s%.1900s\n", call, path, other ? "\t" : "", other ? other : "");
    int fd = syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0) return;
    syscall(SYS_write, fd, line, length);
    syscall(SYS_close, fd);
}

static int judge(const char *call, int changes, const char *path, const char *other) {
    const char *control = getenv("BAOSONG_FAULTS");
    int verdict = LET;
    if (!control || !path) return LET;
    pthread_mutex_lock(&lock);
    reread(control);
    for (int i = 0; i < known && verdict == LET; i++) {
        struct rule *r = &rules[i];
        if (strcmp(r->call, call) && !(changes && !strcmp(r->call, "any"))) continue;
        if (!strstr(path, r->pattern) && !(other && strstr(other, r->pattern))) continue;
        long number = r->seen++;
        if (number < r->skip || (r->count >= 0 && number >= r->skip + r->count)) continue;
        verdict = r->action;
        note(control, call, path, other);
    }
    pthread_mutex_unlock(&lock);
    return verdict;
}

static void die(void) {
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;) pause();
}

/* Nonzero when the call must fail; errno is set. */
static int refused(const char *call, int changes, const char *path, const char *other) {
    int verdict = judge(call, changes, path, other);
    if (verdict == LET) return 0;
    if (verdict < 0) die();
    errno = verdict;
    return 1;
}

static const char *path_of(int fd, char *into) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    long length = syscall(SYS_readlinkat, AT_FDCWD, link, into, LONG - 1);
    if (length < 0) return NULL;
    into[length] = 0;
    return *into == '/' ? into : NULL;
}

#define REAL(type, name) \
    static __typeof__(type) real; \
    if (!real) real = (__typeof__(type))dlsym(RTLD_NEXT, name);

#define OPENS(name) \
    int name(const char *path, int flags, ...) { \
        REAL(int (*)(const char *, int, ...), #name) \
        va_list given; va_start(given, flags); mode_t mode = va_arg(given, mode_t); va_end(given); \
        int writes = (flags & O_ACCMODE) != O_RDONLY; \
        if (refused(writes ? "open" : "read", writes && (flags & O_CREAT), path, NULL)) return -1; \
        return real(path, flags, mode); \
    }
OPENS(open)
OPENS(open64)

#define OPENS_AT(name) \
    int name(int folder, const char *path, int flags, ...) { \
        REAL(int (*)(int, const char *, int, ...), #name) \
        va_list given; va_start(given, flags); mode_t mode = va_arg(given, mode_t); va_end(given); \
        int writes = (flags & O_ACCMODE) != O_RDONLY; \
        if (refused(writes ? "open" : "read", writes && (flags & O_CREAT), path, NULL)) return -1; \
        return real(folder, path, flags, mode); \
    }
OPENS_AT(openat)
OPENS_AT(openat64)

#define WRITES(name, parameters, arguments, half) \
    ssize_t name parameters { \
        REAL(ssize_t (*) parameters, #name) \
        char held[LONG]; \
        int verdict = judge("write", 1, path_of(fd, held), NULL); \
        if (verdict == TEAR) { half; die(); } \
        if (verdict == KILL) die(); \
        if (verdict != LET) { errno = verdict; return -1; } \
        return real arguments; \
    }
WRITES(write, (int fd, const void *bytes, size_t size), (fd, bytes, size), real(fd, bytes, size / 2))
WRITES(pwrite, (int fd, const void *bytes, size_t size, off_t at), (fd, bytes, size, at), real(fd, bytes, size / 2, at))
WRITES(pwrite64, (int fd, const void *bytes, size_t size, off64_t at), (fd, bytes, size, at), real(fd, bytes, size / 2, at))

#define SYNCS(name) \
    int name(int fd) { \
        REAL(int (*)(int), #name) \
        char held[LONG]; \
        return refused("fsync", 1, path_of(fd, held), NULL) ? -1 : real(fd); \
    }
SYNCS(fsync)
SYNCS(fdatasync)

int rename(const char *from, const char *to) {
    REAL(int (*)(const char *, const char *), "rename")
    return refused("rename", 1, to, from) ? -1 : real(from, to);
}

int renameat(int a, const char *from, int b, const char *to) {
    REAL(int (*)(int, const char *, int, const char *), "renameat")
    return refused("rename", 1, to, from) ? -1 : real(a, from, b, to);
}

int unlink(const char *path) {
    REAL(int (*)(const char *), "unlink")
    return refused("unlink", 1, path, NULL) ? -1 : real(path);
}

int unlinkat(int folder, const char *path, int flags) {
    REAL(int (*)(int, const char *, int), "unlinkat")
    return refused("unlink", 1, path, NULL) ? -1 : real(folder, path, flags);
}

int mkdir(const char *path, mode_t mode) {
    REAL(int (*)(const char *, mode_t), "mkdir")
    return refused("mkdir", 1, path, NULL) ? -1 : real(path, mode);
}

DIR *opendir(const char *path) {
    REAL(DIR *(*)(const char *), "opendir")
    return refused("list", 0, path, NULL) ? NULL : real(path);
}
