/* A wall clock that is off, for one process of the fault suite (Ops/faultsuite/clock.py); built and preloaded by it.

   HUTONG_FAULTS_CLOCK names a file of eight bytes, a signed number of seconds in the order of this machine, that is mapped
   and looked at with every reading of the clock: the clock jumps when somebody writes there. The monotonic clock goes on as
   it is. Waits until a point of the wall clock last as long as they would on a machine whose clock was off when they began;
   a jump does not reach those under way. libfaketime does not know cnd_timedwait, by which librdkafka waits: under it a
   pause of a second would last as long as the clock is ahead. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t none = 0;
static const volatile int64_t *shift = &none;

/* What the wall clock reads in years is beyond what the monotonic clock of any machine has counted. */
static int is_wall(const struct timespec *time) { return time->tv_sec > 1000000000; }

static struct timespec undone(const struct timespec *time) {
    struct timespec real = *time;
    if (is_wall(time)) real.tv_sec -= *shift;
    return real;
}

__attribute__((constructor)) static void map(void) {
    const char *path = getenv("HUTONG_FAULTS_CLOCK");
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return;
    void *found = mmap(NULL, sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0);
    if (found != MAP_FAILED) shift = found;
    close(file);
}

/* Looked up once each; two threads that do so at the same time find the same. */
#define REAL(result, name, ...)                                   \
    static result (*real)(__VA_ARGS__);                           \
    if (!real) real = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

int clock_gettime(clockid_t clock, struct timespec *time) {
    REAL(int, "clock_gettime", clockid_t, struct timespec *);
    int result = real(clock, time);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) time->tv_sec += *shift;
    return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    REAL(int, "gettimeofday", struct timeval *, void *);
    int result = real(time, zone);
    if (result == 0) time->tv_sec += *shift;
    return result;
}

time_t time(time_t *place) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (place) *place = now.tv_sec;
    return now.tv_sec;
}

int timespec_get(struct timespec *time, int base) {
    return base == TIME_UTC && clock_gettime(CLOCK_REALTIME, time) == 0 ? base : 0;
}

int cnd_timedwait(cnd_t *restrict condition, mtx_t *restrict lock, const struct timespec *restrict time) {
    REAL(int, "cnd_timedwait", cnd_t *, mtx_t *, const struct timespec *);
    struct timespec until = undone(time);
    return real(condition, lock, &until);
}

int pthread_cond_timedwait(pthread_cond_t *restrict condition, pthread_mutex_t *restrict lock,
                           const struct timespec *restrict time) {
    REAL(int, "pthread_cond_timedwait", pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
    struct timespec until = undone(time);
    return real(condition, lock, &until);
}

int pthread_mutex_timedlock(pthread_mutex_t *restrict lock, const struct timespec *restrict time) {
    REAL(int, "pthread_mutex_timedlock", pthread_mutex_t *, const struct timespec *);
    struct timespec until = undone(time);
    return real(lock, &until);
}

int sem_timedwait(sem_t *restrict semaphore, const struct timespec *restrict time) {
    REAL(int, "sem_timedwait", sem_t *, const struct timespec *);
    struct timespec until = undone(time);
    return real(semaphore, &until);
}

int timerfd_settime(int timer, int flags, const struct itimerspec *value, struct itimerspec *old) {
    REAL(int, "timerfd_settime", int, int, const struct itimerspec *, struct itimerspec *);
    struct itimerspec until = *value;
    if (flags & TFD_TIMER_ABSTIME) until.it_value = undone(&value->it_value);
    return real(timer, flags, &until, old);
}
