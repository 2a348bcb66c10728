/// Event loop, sockets and timers: epoll through `java.lang.foreign`.
@NullMarked
package boma.net;

import org.jspecify.annotations.NullMarked;
