// Sustained read bandwidth: the sum of an array of 2 GiB, with 1 and 2 threads.
//
//	gcc -O3 -march=native -ffast-math -mprefer-vector-width=512 -fopenmp bandwidth.c -o bandwidth
//	./bandwidth [huge]
//
// prints a line for each number of threads; with huge, on huge pages.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <omp.h>
static int cmp(const void*a,const void*b){double x=*(double*)a,y=*(double*)b;return x<y?-1:x>y;}
int main(int c,char**v){
  size_t n=(2ul<<30)/8; double*a=mmap(0,n*8,3,MAP_PRIVATE|MAP_ANONYMOUS,-1,0);
  if(c>1&&!strcmp(v[1],"huge"))madvise(a,n*8,MADV_HUGEPAGE); else madvise(a,n*8,MADV_NOHUGEPAGE);
  for(size_t i=0;i<n;i++)a[i]=1;
  for(int T=1;T<=2;T++){ double t[15],s=0;
    for(int r=0;r<15;r++){ double t0=omp_get_wtime(); s=0;
      #pragma omp parallel num_threads(T) reduction(+:s)
      { size_t k=omp_get_thread_num(),lo=n/T*k,hi=lo+n/T; double p0=0,p1=0,p2=0,p3=0;
        #pragma GCC unroll 4
        for(size_t i=lo;i<hi;i+=32){ for(int j=0;j<8;j++){p0+=a[i+j];p1+=a[i+8+j];p2+=a[i+16+j];p3+=a[i+24+j];} }
        s+=p0+p1+p2+p3; }
      t[r]=omp_get_wtime()-t0; }
    qsort(t,15,8,cmp);
    printf("BW,%s,threads=%d,median_GBps=%.2f,best_GBps=%.2f,sum=%g\n",c>1?v[1]:"4k",T,n*8/t[7]/1e9,n*8/t[0]/1e9,s); }
}
