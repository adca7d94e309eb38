/* A disk that is slow to say that it has the data, and that counts how often it was asked.
 *
 * Loaded in front of a program with LD_PRELOAD. SLOW_US is added to every fsync and fdatasync. SYNC_COUNT names a file of eight
 * bytes, shared with whoever measures, in which each call is counted. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static long slow_us;
static uint64_t *count;

__attribute__((constructor)) static void begin(void) {
    const char *slow = getenv("SLOW_US");
    const char *file = getenv("SYNC_COUNT");
    slow_us = slow ? atol(slow) : 0;
    if (!file) return;
    int descriptor = open(file, O_RDWR);
    if (descriptor < 0) return;
    void *shared = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (shared != MAP_FAILED) count = shared;
    close(descriptor);
}

static int counted(const char *name, int descriptor) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    if (count) __atomic_add_fetch(count, 1, __ATOMIC_RELAXED);
    if (slow_us > 0) {
        struct timespec wait = {slow_us / 1000000, (slow_us % 1000000) * 1000};
        while (nanosleep(&wait, &wait) != 0) {
        }
    }
    return real(descriptor);
}

int fsync(int descriptor) { return counted("fsync", descriptor); }

int fdatasync(int descriptor) { return counted("fdatasync", descriptor); }
