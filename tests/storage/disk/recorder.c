/* Records what a program writes below one folder, in order: an LD_PRELOAD library for tests of torn and lost writes.
 *
 * RECORDED_FOLDER names the folder, RECORD_FILE the file that takes the records. A record is six numbers of 8 bytes
 * (operation, length of the path, length of the second path, offset, length of the data, 0), both paths and the data.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void record(char operation, const char *path, const char *other, off_t offset, const void *data, size_t length)
{
    static int log = -1;
    const char *folder = getenv("RECORDED_FOLDER"), *file = getenv("RECORD_FILE");
    int before = errno;
    if (!folder || !file || strncmp(path, folder, strlen(folder)) != 0)
        return;
    if (log < 0)
        log = syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    uint64_t head[6] = {operation, strlen(path), strlen(other), offset, data ? length : 0, 0};
    struct iovec parts[4] = {{head, sizeof head}, {(void *)path, head[1]}, {(void *)other, head[2]},
                             {(void *)data, head[4]}};
    if (syscall(SYS_writev, log, parts, 4) < 0)
        abort();
    errno = before;
}

static const char *path_of(int handle, char *path)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = 0;
    return path;
}

static const char *path_at(int folder, const char *name, char *path)
{
    if (name[0] == '/' || folder == AT_FDCWD)
        snprintf(path, PATH_MAX, "%s", name);
    else {
        char base[PATH_MAX];
        snprintf(path, PATH_MAX, "%.2000s/%.2000s", path_of(folder, base), name);
    }
    return path;
}

static ssize_t written(int handle, const void *data, ssize_t length, off_t offset)
{
    char path[PATH_MAX];
    if (length > 0)
        record('w', path_of(handle, path), "", offset, data, length);
    return length;
}

ssize_t pwrite(int handle, const void *data, size_t length, off_t offset)
{
    return written(handle, data, REAL(pwrite)(handle, data, length, offset), offset);
}

ssize_t pwrite64(int handle, const void *data, size_t length, off_t offset)
{
    return written(handle, data, REAL(pwrite64)(handle, data, length, offset), offset);
}

ssize_t write(int handle, const void *data, size_t length)
{
    ssize_t done = REAL(write)(handle, data, length);
    off_t end = done > 0 ? lseek(handle, 0, SEEK_CUR) : -1;
    return end < 0 ? done : written(handle, data, done, end - done);
}

/* Copies within the kernel would pass by unseen: whoever tries one falls back to reading and writing. */
ssize_t copy_file_range(int in, off_t *from, int out, off_t *to, size_t length, unsigned flags)
{
    (void)in, (void)from, (void)out, (void)to, (void)length, (void)flags;
    errno = EXDEV;
    return -1;
}

static int cut(int handle, int done, off_t size)
{
    char path[PATH_MAX];
    if (!done)
        record('t', path_of(handle, path), "", size, NULL, 0);
    return done;
}

int ftruncate(int handle, off_t size) { return cut(handle, REAL(ftruncate)(handle, size), size); }
int ftruncate64(int handle, off_t size) { return cut(handle, REAL(ftruncate64)(handle, size), size); }

static int synced(int handle, int done)
{
    char path[PATH_MAX];
    if (!done)
        record('s', path_of(handle, path), "", 0, NULL, 0);
    return done;
}

int fsync(int handle) { return synced(handle, REAL(fsync)(handle)); }
int fdatasync(int handle) { return synced(handle, REAL(fdatasync)(handle)); }

static int opened(int handle, int flags)
{
    char path[PATH_MAX];
    if (handle >= 0 && (flags & (O_CREAT | O_TRUNC)))
        record(flags & O_TRUNC ? 'n' : 'c', path_of(handle, path), "", 0, NULL, 0);
    return handle;
}

#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...)                                                                         \
    {                                                                                                                  \
        va_list more;                                                                                                  \
        va_start(more, flags);                                                                                         \
        mode_t mode = va_arg(more, mode_t);                                                                            \
        va_end(more);                                                                                                  \
        return opened(REAL(name)(path, flags, mode), flags);                                                           \
    }
#define OPENAT(name)                                                                                                   \
    int name(int folder, const char *path, int flags, ...)                                                             \
    {                                                                                                                  \
        va_list more;                                                                                                  \
        va_start(more, flags);                                                                                         \
        mode_t mode = va_arg(more, mode_t);                                                                            \
        va_end(more);                                                                                                  \
        return opened(REAL(name)(folder, path, flags, mode), flags);                                                   \
    }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

#define NAMED(letter, done, one, other)                                                                                \
    do {                                                                                                               \
        int result = (done);                                                                                           \
        if (!result)                                                                                                   \
            record(letter, one, other, 0, NULL, 0);                                                                    \
        return result;                                                                                                 \
    } while (0)

int rename(const char *from, const char *to) { NAMED('r', REAL(rename)(from, to), from, to); }
int link(const char *from, const char *to) { NAMED('l', REAL(link)(from, to), from, to); }
int unlink(const char *path) { NAMED('u', REAL(unlink)(path), path, ""); }
int remove(const char *path) { NAMED('u', REAL(remove)(path), path, ""); }
int rmdir(const char *path) { NAMED('u', REAL(rmdir)(path), path, ""); }
int mkdir(const char *path, mode_t mode) { NAMED('d', REAL(mkdir)(path, mode), path, ""); }

int renameat(int in, const char *from, int out, const char *to)
{
    char one[PATH_MAX], other[PATH_MAX];
    NAMED('r', REAL(renameat)(in, from, out, to), path_at(in, from, one), path_at(out, to, other));
}

int linkat(int in, const char *from, int out, const char *to, int flags)
{
    char one[PATH_MAX], other[PATH_MAX];
    NAMED('l', REAL(linkat)(in, from, out, to, flags), path_at(in, from, one), path_at(out, to, other));
}

int unlinkat(int folder, const char *name, int flags)
{
    char path[PATH_MAX];
    NAMED('u', REAL(unlinkat)(folder, name, flags), path_at(folder, name, path), "");
}

int mkdirat(int folder, const char *name, mode_t mode)
{
    char path[PATH_MAX];
    NAMED('d', REAL(mkdirat)(folder, name, mode), path_at(folder, name, path), "");
}
