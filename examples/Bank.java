// Threads move money between accounts; the sum stays the same. Locks are taken in the order of account numbers,
// so that no two threads can wait for each other.
//
//   vm Bank.java                  4 threads, 20,000 transfers each
//   vm Bank.java 16 100000
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

public class Bank {
    static final class Account {
        final int number;
        private long balance;

        Account(int number, long balance) {
            this.number = number;
            this.balance = balance;
        }

        synchronized long balance() {
            return balance;
        }
    }

    static final class NotEnoughMoney extends Exception {
        NotEnoughMoney(Account a, long amount) {
            super("account " + a.number + " has less than " + amount);
        }
    }

    final Account[] accounts = new Account[10];
    final LongAdder refused = new LongAdder();

    Bank() {
        for (int i = 0; i < accounts.length; i++) {
            accounts[i] = new Account(i, 1_000);
        }
    }

    void transfer(Account from, Account to, long amount) throws NotEnoughMoney {
        Account first = from.number < to.number ? from : to;
        Account second = first == from ? to : from;
        synchronized (first) {
            synchronized (second) {
                if (from.balance < amount) {
                    throw new NotEnoughMoney(from, amount);
                }
                from.balance -= amount;
                to.balance += amount;
            }
        }
    }

    long total() {
        long sum = 0;
        for (Account a : accounts) {
            sum += a.balance();
        }
        return sum;
    }

    /** One customer: so many transfers between random accounts; returns how many went through. */
    int work(int seed, int transfers) {
        Random random = new Random(seed);
        int done = 0;
        for (int i = 0; i < transfers; i++) {
            Account from = accounts[random.nextInt(accounts.length)];
            Account to = accounts[random.nextInt(accounts.length)];
            try {
                transfer(from, to, 1 + random.nextInt(300));
                done++;
            } catch (NotEnoughMoney e) {
                refused.increment();
            }
        }
        return done;
    }

    public static void main(String[] args) throws Exception {
        int threads = args.length > 0 ? Integer.parseInt(args[0]) : 4;
        int transfers = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
        Bank bank = new Bank();
        System.out.println("before: " + bank.total());
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<Integer>> results = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int seed = t;
            results.add(pool.submit(() -> bank.work(seed, transfers)));
        }
        long done = 0;
        for (Future<Integer> r : results) {
            done += r.get();
        }
        pool.shutdown();
        System.out.println("after:  " + bank.total());
        System.out.println("transfers done and refused: " + (done + bank.refused.sum()));
    }
}
