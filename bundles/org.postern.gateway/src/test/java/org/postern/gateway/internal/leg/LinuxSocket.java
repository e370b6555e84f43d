// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * The socket options of Linux that transparent interception needs and Java does not know. The virtual machine is started
 * with {@code --add-exports java.base/sun.nio.ch=ALL-UNNAMED}: there is no other way to the descriptor of a channel.
 */
final class LinuxSocket {

    private static final int SOL_IP = 0;
    private static final int SOL_IPV6 = 41;
    private static final int IP_TRANSPARENT = 19;
    private static final int SO_ORIGINAL_DST = 80;
    private static final int SOCKADDR_IN = 16;
    private static final int SOCKADDR_IN6 = 28;

    private interface LibC extends Library {
        LibC INSTANCE = Native.load("c", LibC.class);

        int setsockopt(int fd, int level, int name, IntByReference value, int length) throws LastErrorException;

        int getsockopt(int fd, int level, int name, byte[] value, IntByReference length) throws LastErrorException;
    }

    private LinuxSocket() {}

    /** May bind to addresses that are not of this host, and accept what the kernel hands over by TPROXY. */
    static void allowForeignAddresses(NetworkChannel channel) throws IOException {
        try {
            LibC.INSTANCE.setsockopt(descriptor(channel), SOL_IP, IP_TRANSPARENT, new IntByReference(1), Integer.BYTES);
        } catch (LastErrorException e) {
            throw new IOException("IP_TRANSPARENT, which takes CAP_NET_ADMIN: " + e.getMessage(), e);
        }
    }

    /** Where a redirected client meant to go. Fails for one that came directly: relaying it would be dialling ourselves. */
    static InetSocketAddress originalDestination(SocketChannel channel) throws IOException {
        InetSocketAddress own = (InetSocketAddress) channel.getLocalAddress();
        boolean six = own.getAddress().getAddress().length == 16;
        byte[] address = new byte[six ? SOCKADDR_IN6 : SOCKADDR_IN];
        try {
            LibC.INSTANCE.getsockopt(
                    descriptor(channel),
                    six ? SOL_IPV6 : SOL_IP,
                    SO_ORIGINAL_DST,
                    address,
                    new IntByReference(address.length));
        } catch (LastErrorException e) {
            throw new IOException("SO_ORIGINAL_DST: " + e.getMessage(), e);
        }
        int port = ByteBuffer.wrap(address, 2, 2).getShort() & 0xffff;
        byte[] host = six ? Arrays.copyOfRange(address, 8, 24) : Arrays.copyOfRange(address, 4, 8);
        InetSocketAddress meant = new InetSocketAddress(InetAddress.getByAddress(host), port);
        if (meant.equals(own)) {
            throw new IOException("the client was not redirected");
        }
        return meant;
    }

    private static int descriptor(Channel channel) throws IOException {
        try {
            return (int)
                    Class.forName("sun.nio.ch.SelChImpl").getMethod("getFDVal").invoke(channel);
        } catch (IllegalAccessException e) {
            throw new IOException("the JVM needs --add-exports java.base/sun.nio.ch=ALL-UNNAMED", e);
        } catch (InvocationTargetException | NoSuchMethodException | ClassNotFoundException e) {
            throw new IOException("this JVM does not give the descriptor of a channel", e);
        }
    }
}
