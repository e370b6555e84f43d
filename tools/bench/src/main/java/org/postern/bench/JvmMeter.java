// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import javax.management.AttributeNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What a JVM tells of itself over JMX: how much it has allocated, by its own count for each thread, and how long its compilers
 * have worked. Threads that end between two readings are missed before Java 21, which knows the total of what was allocated; the
 * gateway's threads live long. A reading itself allocates some ten KB.
 */
final class JvmMeter implements Closeable {
    private static final String[] SIGNATURE = {long[].class.getName()};

    private final JMXConnector connector;
    private final MBeanServerConnection server;
    private final ObjectName threads;
    private final ObjectName compilers;
    private final Map<Long, Long> latest = new HashMap<>();
    private long total;

    private JvmMeter(JMXConnector connector) throws IOException, JMException {
        this.connector = connector;
        server = connector.getMBeanServerConnection();
        threads = new ObjectName("java.lang:type=Threading");
        compilers = new ObjectName("java.lang:type=Compilation");
    }

    // The address is that of a process of this bench on this machine, so nobody else can answer there.
    @SuppressWarnings("BanJNDI")
    static JvmMeter attach(long pid) throws IOException, BenchFailure {
        try {
            var machine = VirtualMachine.attach(Long.toString(pid));
            String address;
            try {
                address = machine.startLocalManagementAgent();
            } finally {
                machine.detach();
            }
            return new JvmMeter(JMXConnectorFactory.connect(new JMXServiceURL(address)));
        } catch (AttachNotSupportedException | JMException refused) {
            throw new BenchFailure("the gateway's JVM cannot be asked about itself: " + refused.getMessage(), refused);
        }
    }

    /** Octets since the first reading; grows only. */
    long allocated() throws IOException, BenchFailure {
        try {
            return readTotal();
        } catch (AttributeNotFoundException beforeJava21) {
            return addUp();
        } catch (JMException failed) {
            throw new BenchFailure("the gateway's JVM does not say what it allocates: " + failed.getMessage(), failed);
        }
    }

    private long readTotal() throws IOException, JMException {
        return (long) server.getAttribute(threads, "TotalThreadAllocatedBytes");
    }

    private long addUp() throws IOException, BenchFailure {
        try {
            var ids = (long[]) server.getAttribute(threads, "AllThreadIds");
            var counts = (long[]) server.invoke(threads, "getThreadAllocatedBytes", new Object[] {ids}, SIGNATURE);
            for (var i = 0; i < ids.length; i++) {
                // -1: the thread has ended since.
                if (counts[i] >= 0) {
                    var before = latest.put(ids[i], counts[i]);
                    total += counts[i] - (before == null ? 0 : before);
                }
            }
            return total;
        } catch (JMException failed) {
            throw new BenchFailure("the gateway's JVM does not say what it allocates: " + failed.getMessage(), failed);
        }
    }

    /** Elapsed time of the compilers' threads since the JVM began. */
    long compilationMillis() throws IOException, BenchFailure {
        try {
            return (long) server.getAttribute(compilers, "TotalCompilationTime");
        } catch (JMException failed) {
            throw new BenchFailure(
                    "the gateway's JVM does not say how long it compiles: " + failed.getMessage(), failed);
        }
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
