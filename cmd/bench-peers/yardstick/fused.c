// The yardstick: a gradient-descent iteration of logistic regression by hand, in one
// fused pass over X, in row blocks that fit the cache.
//
//	gcc -O3 -march=native -ffast-math -fopenmp [-DF32] fused.c -o fused -lm
//	PEERS_DATA=FOLDER ./fused m n threads
//
// reads A_{m}x{n}.X.f64 and .y.f64 and prints, separated by commas: A, c_fused, the type,
// threads, m, n, the median and the best seconds an iteration, J after ten iterations.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <math.h>
#include <sys/mman.h>
#include <omp.h>
#ifdef F32
typedef float T;
#define EXP expf
#define LOG logf
#define NAME "float32"
#else
typedef double T;
#define EXP exp
#define LOG log
#define NAME "float64"
#endif
static size_t m,n; static int P; static T *X,*y,*w,b; static const T alpha=0.1;
static int cmp(const void*a,const void*b){double x=*(double*)a,y=*(double*)b;return x<y?-1:x>y;}
// rows [lo,hi): adds to dw, db, J
static void pass(size_t lo,size_t hi,T*restrict dw,double*db,double*J){
  T z[256]; size_t B=16384/sizeof(T)/n; if(B>256)B=256; if(B<8)B=8; B&=~3ul;
  double sdb=0,sJ=0;
  for(size_t i0=lo;i0<hi;i0+=B){ size_t k=hi-i0<B?hi-i0:B,i=0; const T*x=X+i0*n;
    for(;i+4<=k;i+=4){ const T*r=x+i*n; T s0=0,s1=0,s2=0,s3=0;
      for(size_t j=0;j<n;j++){T q=w[j];s0+=r[j]*q;s1+=r[n+j]*q;s2+=r[2*n+j]*q;s3+=r[3*n+j]*q;}
      z[i]=s0;z[i+1]=s1;z[i+2]=s2;z[i+3]=s3; }
    for(;i<k;i++){ T s=0; for(size_t j=0;j<n;j++)s+=x[i*n+j]*w[j]; z[i]=s; }
    T pb=0,pJ=0;
    for(i=0;i<k;i++){ T v=z[i]+b, e=EXP(-fabs(v)), a=(v>=0?(T)1:e)/(1+e);
      pJ+=(v>0?v:(T)0)+LOG(1+e)-y[i0+i]*v; T d=a-y[i0+i]; pb+=d; z[i]=d; }
    sdb+=pb; sJ+=pJ;
    for(i=0;i+4<=k;i+=4){ const T*r=x+i*n; T d0=z[i],d1=z[i+1],d2=z[i+2],d3=z[i+3];
      for(size_t j=0;j<n;j++)dw[j]+=d0*r[j]+d1*r[n+j]+d2*r[2*n+j]+d3*r[3*n+j]; }
    for(;i<k;i++){ T d=z[i]; for(size_t j=0;j<n;j++)dw[j]+=d*x[i*n+j]; }
  }
  *db+=sdb; *J+=sJ;
}
static double step(T*acc){ double db=0,J=0; size_t S=(n+31)&~15ul; memset(acc,0,P*S*sizeof(T));
  if(P==1)pass(0,m,acc,&db,&J);
  else
  #pragma omp parallel num_threads(P) reduction(+:db,J)
  { size_t k=omp_get_thread_num(); pass(m*k/P,m*(k+1)/P,acc+k*S,&db,&J); }
  for(size_t j=0;j<n;j++){ T g=0; for(int k=0;k<P;k++)g+=acc[k*S+j]; w[j]-=alpha*g/m; }
  b-=alpha*db/m; return J/m; }
static T*load(const char*s,size_t k){ char f[300]; const char*d=getenv("PEERS_DATA"); snprintf(f,300,"%s/A_%zux%zu.%s.f64",d?d:"scratch/data",m,n,s);
  FILE*h=fopen(f,"rb"); if(!h){perror(f);exit(1);} size_t by=k*sizeof(T)+4096;
  T*p=mmap(0,by,3,MAP_PRIVATE|MAP_ANONYMOUS,-1,0); madvise(p,by,MADV_HUGEPAGE); double buf[4096]; size_t o=0,g;
  while((g=fread(buf,8,4096,h)))for(size_t i=0;i<g&&o<k;i++)p[o++]=buf[i]; fclose(h); return p; }
int main(int c,char**v){ m=atol(v[1]);n=atol(v[2]);P=atoi(v[3]); X=load("X",m*n);y=load("y",m); w=calloc(n+16,sizeof(T));
  T*acc=aligned_alloc(64,P*((n+31)&~15ul)*sizeof(T)+64); double J=0; for(int i=0;i<10;i++)J=step(acc);
  double t0=omp_get_wtime(); for(int i=0;i<3;i++)step(acc); double e=(omp_get_wtime()-t0)/3;
  int in=e<.02?(int)(.02/e)+1:1, bl=1.5/(in*e); bl=bl<5?5:bl>15?15:bl; double t[15];
  for(int r=0;r<bl;r++){ t0=omp_get_wtime(); for(int i=0;i<in;i++)step(acc); t[r]=(omp_get_wtime()-t0)/in; }
  qsort(t,bl,8,cmp); printf("A,c_fused,%s,%d,%zu,%zu,%.4g,%.4g,%.9f\n",NAME,P,m,n,t[bl/2],t[0],J); }
